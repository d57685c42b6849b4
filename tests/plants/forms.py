"""What only some languages say, as tables: a form is a row of languages. The texts are those of languages.py."""
from . import languages

CURLY = ['javascript', 'typescript', 'tsx', 'vue', 'html', 'ejs']


def each(names, text):
    return {name: text for name in names}


FORMS = {
    # More text at the end of a variable.
    'append': {
        'php': '${n} .= {v};', 'python': '{n} += {v}', 'ruby': '{n} << {v}', 'java': '{n} += {v};', 'kotlin': '{n} += {v}', 'groovy': '{n} += {v}',
        'csharp': '{n} += {v};', 'vbnet': '{n} &= {v}', 'go': '{n} += {v}', 'swift': '{n} += {v}', 'perl': '${n} .= {v};', 'powershell': '${n} += {v}',
        'bash': '{n}+={v}', 'apex': '{n} += {v};', 'cpp': '{n} += {v};', 'scala': '{n} += {v}', 'dart': '{n} += {v};', 'coffeescript': '{n} += {v}',
        'coldfusion': '{n} &= {v};', 'vb6': '{n} = {n} & {v}', 'asp': '{n} = {n} & {v}', 'delphi': '{n} := {n} + {v};', **each(CURLY, '{n} += {v};')},
    # Two pieces put together by a call.
    'join': {
        'php': "implode('', array({a}, {b}))", 'python': "''.join([{a}, {b}])", 'ruby': '[{a}, {b}].join', 'java': 'String.join("", {a}, {b})',
        'kotlin': 'listOf({a}, {b}).joinToString("")', 'csharp': 'string.Concat({a}, {b})', 'perl': "join('', {a}, {b})",
        'go': 'strings.Join([]string{{a}, {b}}, "")', 'swift': '[{a}, {b}].joined()', 'scala': 'List({a}, {b}).mkString', 'groovy': "[{a}, {b}].join('')",
        'lua': 'table.concat({{a}, {b}})', 'powershell': "-join ({a}, {b})", 'coffeescript': "[{a}, {b}].join ''", 'elixir': 'Enum.join([{a}, {b}])',
        'rust': '[{a}, {b}].concat()', 'vbnet': 'String.Concat({a}, {b})', **each(CURLY, "[{a}, {b}].join('')")},
    'format2': {
        'php': "sprintf('%s%s', {a}, {b})", 'python': "'%s%s' % ({a}, {b})", 'ruby': "format('%s%s', {a}, {b})", 'java': 'String.format("%s%s", {a}, {b})',
        'csharp': 'string.Format("{0}{1}", {a}, {b})', 'go': 'fmt.Sprintf("%s%s", {a}, {b})', 'kotlin': '"%s%s".format({a}, {b})', 'perl': "sprintf('%s%s', {a}, {b})",
        'bash': '$(printf %s%s {a} {b})', 'powershell': "('{0}{1}' -f {a}, {b})", 'rust': 'format!("{}{}", {a}, {b})', 'r': 'sprintf("%s%s", {a}, {b})'},
    # Two variables in a template.
    'weave': {
        'php': '"{{a}}{{b}}"', 'python': "f'{{a}}{{b}}'", 'ruby': '"#{{a}}#{{b}}"', 'kotlin': '"${{a}}${{b}}"', 'groovy': '"${{a}}${{b}}"',
        'scala': 's"${{a}}${{b}}"', 'csharp': '$"{{a}}{{b}}"', 'perl': '"{a}{b}"', 'bash': '"{a}{b}"', 'powershell': '"{a}{b}"', 'swift': '"\\({a})\\({b})"',
        'coffeescript': '"#{{a}}#{{b}}"', 'elixir': '"#{{a}}#{{b}}"', 'dart': "'${{a}}${{b}}'", **each(CURLY, '`${{a}}${{b}}`')},
    # A client of the service is given it, without a name.
    'construct': {
        'php': '$b = new MarketoClient({v});', 'python': 'b = MarketoClient({v})', 'ruby': 'b = MarketoClient.new({v})', 'java': 'MarketoClient b = new MarketoClient({v});',
        'kotlin': 'val b = MarketoClient({v})', 'scala': 'val b = new MarketoClient({v})', 'groovy': 'def b = new MarketoClient({v})',
        'csharp': 'var b = new MarketoClient({v});', 'vbnet': 'Dim b As New MarketoClient({v})', 'perl': 'my $b = MarketoClient->new({v});',
        'apex': 'MarketoClient b = new MarketoClient({v});', 'swift': 'let b = MarketoClient({v})', 'go': 'b := marketo.NewClient({v})', 'cpp': 'auto b = MarketoClient({v});',
        'powershell': '$b = [MarketoClient]::new({v})', 'rust': 'let b = MarketoClient::new({v});', 'elixir': 'b = MarketoClient.new({v})',
        'lua': 'local b = MarketoClient.new({v})', 'dart': 'final b = MarketoClient({v});', 'coffeescript': 'b = new MarketoClient {v}',
        'coldfusion': 'b = new MarketoClient({v});', 'jsp': 'MarketoClient b = new MarketoClient({v});', 'erb': 'b = MarketoClient.new({v})',
        **each(CURLY, 'const b = new MarketoClient({v});')},
    # A function of a telling name answers it.
    'answer': {
        'php': '  function {n}() { return {v}; }', 'python': '    def {n}(self): return {v}', 'ruby': '  def {n}; {v}; end', 'java': '  String {n}() { return {v}; }',
        'kotlin': '  fun {n}() = {v}', 'scala': '  def {n}: String = {v}', 'groovy': '  def {n}() { return {v} }', 'csharp': '  string {n}() => {v};',
        'vbnet': '  Function {n}() As String\n    Return {v}\n  End Function', 'go': 'func {n}() string { return {v} }', 'rust': "  fn {n}() -> &'static str { {v} }",
        'swift': '  func {n}() -> String { return {v} }', 'apex': '  String {n}() { return {v}; }', 'perl': 'sub {n} { return {v}; }', 'cpp': '  std::string {n}() { return {v}; }',
        'c': 'const char *{n}(void) { return {v}; }', 'lua': 'local function {n}() return {v} end', 'elixir': '  def {n}, do: {v}', 'bash': '{n}() { echo {v}; }',
        'javascript': '  {n}() { return {v}; }', 'typescript': '  {n}(): string { return {v}; }', 'dart': '  String {n}() => {v};', 'delphi': 'function {n}: string; begin Result := {v}; end;',
        'coffeescript': '  {n}: -> {v}', 'vb6': 'Function {n}()\n  {n} = {v}\nEnd Function', 'r': '{n} <- function() {v}', 'erlang': '{n}() -> {v}.'},
    # Where nothing else is set.
    'choose': {
        'php': "${n} = getenv('X') ?: {v};", 'python': "{n} = os.getenv('X') or {v}", 'ruby': "{n} = ENV['X'] || {v}", 'java': 'String {n} = x != null ? x : {v};',
        'kotlin': 'val {n} = System.getenv("X") ?: {v}', 'groovy': "def {n} = System.getenv('X') ?: {v}", 'csharp': 'var {n} = x ?? {v};',
        'scala': 'val {n} = sys.env.getOrElse("X", {v})', 'swift': 'let {n} = env["X"] ?? {v}', 'elixir': '{n} = System.get_env("X") || {v}',
        'bash': '{n}=${X:-{p}}', 'coffeescript': '{n} = process.env.X or {v}', 'dart': "final {n} = env['X'] ?? {v};", 'powershell': 'if (-not ${n}) { ${n} = {v} }',
        **each(CURLY, 'const {n} = process.env.X || {v};')},
    'compare': {
        'php': 'if (${n} === {v}) { exit; }', 'python': 'if {n} == {v}: pass', 'ruby': 'exit if {n} == {v}', 'java': 'if ({n}.equals({v})) { return; }',
        'csharp': 'if ({n} == {v}) { return; }', 'go': 'if {n} == {v} { return }', 'bash': '[ "${n}" = {v} ] && exit', 'powershell': 'if (${n} -eq {v}) { exit }',
        'perl': 'exit if ${n} eq {v};', 'kotlin': 'if ({n} == {v}) return', 'scala': 'if ({n} == {v}) return', 'swift': 'if {n} == {v} { return }', 'lua': 'if {n} == {v} then return end',
        'vbnet': 'If {n} = {v} Then Return', 'sql': 'SELECT 1 FROM crm WHERE {n} = {v};', 'apex': 'if ({n} == {v}) { return; }', 'cpp': 'if ({n} == {v}) { return; }',
        'c': 'if (strcmp({n}, {v}) == 0) { return; }', 'rust': 'if {n} == {v} { return; }', **each(CURLY, 'if ({n} === {v}) { done(); }')},
    # The header's field of the call.
    'field_of_header': {
        'php': '$h->mktowsUserId = {v};', 'python': 'h.mktowsUserId = {v}', 'ruby': "h['mktowsUserId'] = {v}", 'java': 'h.setMktowsUserId({v});', 'kotlin': 'h.mktowsUserId = {v}',
        'scala': 'h.setMktowsUserId({v})', 'groovy': 'h.mktowsUserId = {v}', 'csharp': 'h.mktowsUserId = {v};', 'vbnet': 'h.mktowsUserId = {v}', 'perl': '$h->{mktowsUserId} = {v};',
        'apex': 'h.mktowsUserId = {v};', 'swift': 'h.mktowsUserId = {v}', 'go': 'h.MktowsUserId = {v}', 'rust': 'h.mktows_user_id = {v};', 'lua': 'h.mktowsUserId = {v}',
        'powershell': '$h.mktowsUserId = {v}', 'dart': 'h.mktowsUserId = {v};', 'coffeescript': 'h.mktowsUserId = {v}', 'coldfusion': 'h.mktowsUserId = {v};',
        'cpp': 'h->mktowsUserId = {v};', 'vb6': 'h.mktowsUserId = {v}', **each(CURLY, 'h.mktowsUserId = {v};')},
    # A variable that is read.
    'read': {'bash': '${n}'},
}

for form, rows in FORMS.items():
    for language in languages.LANGUAGES:
        if language['name'] in rows:
            language[form] = rows[language['name']]
