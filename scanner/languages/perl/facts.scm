; Perl. Specific patterns stand first: the first that names a node decides its role.

(comment) @comment
(pod) @comment
(heredoc_end) @ignore

; --- packages are classes; hash keys of a blessed reference are its fields
(package_statement name: (_) @class.name (block)) @class
(package_statement name: (_) @class.name) @class @class.open
(use_statement module: (_) @_constant (list_expression . (_) @field.name . "=>" . (_) @field.value)
  (#eq? @_constant "constant")) @field @field.static
(use_statement module: (_) @_constant (anonymous_hash_expression (list_expression
  (_) @field @field.name @field.static . "=>" . (_) @field.value)) (#eq? @_constant "constant"))
; use parent -norequire, 'Base'; use base qw(A B); our @ISA = ('Base'); extends 'Base'; with 'Role'
(use_statement module: (package) @_parent (list_expression (string_literal) @extends.base)
  (#any-of? @_parent "parent" "base")) @extends
(use_statement module: (package) @_parent [(string_literal) (quoted_word_list)] @extends.base
  (#any-of? @_parent "parent" "base")) @extends
(assignment_expression left: (variable_declaration variable: (array) @_isa) right: (_) @extends.base
  (#eq? @_isa "@ISA")) @extends
(ambiguous_function_call_expression function: (function) @_extends arguments: (string_literal) @extends.base
  (#any-of? @_extends "extends" "with")) @extends
(ambiguous_function_call_expression function: (function) @_extends arguments: (list_expression (string_literal) @extends.base)
  (#any-of? @_extends "extends" "with")) @extends
(ambiguous_function_call_expression function: (function) @_has arguments: (list_expression . (_) @field.name
  (parenthesized_expression (list_expression (autoquoted_bareword) @_default . "=>" . (_) @field.value)))
  (#any-of? @_has "has") (#any-of? @_default "default")) @field
(ambiguous_function_call_expression function: (function) @_has arguments: (list_expression . (_) @field.name) (#any-of? @_has "has")) @field
(use_statement module: (package) @import.module @import.wildcard) @import
(require_expression (bareword) @import.module) @import
(require_expression (string_literal) @import.module) @import
(ambiguous_function_call_expression function: (function) @_bless arguments: (list_expression . (anonymous_hash_expression (list_expression
  [(autoquoted_bareword) (string_literal)] @field @field.name . "=>" . (_) @field.value))) (#eq? @_bless "bless"))
(assignment_expression left: (variable_declaration variable: (scalar (varname) @_self))
  right: (anonymous_hash_expression (list_expression
    [(autoquoted_bareword) (string_literal)] @field @field.name . "=>" . (_) @field.value)) (#eq? @_self "self"))

; --- functions; parameters are what is taken from @_
(subroutine_declaration_statement name: (_) @function.name body: (_) @function.body) @function @function.implicit_return
(anonymous_subroutine_expression body: (_) @function.body) @function @function.implicit_return
; *{$name} = sub {}: made under what the name holds
(assignment_expression left: (glob) @function.name right: (anonymous_subroutine_expression) @function)
(signature (mandatory_parameter (scalar) @param @param.name))
(signature (optional_parameter (scalar) @param.name default: (_)? @param.default) @param)
(assignment_expression left: (variable_declaration variables: (scalar) @param @param.name) right: (array) @_all
  (#eq? @_all "@_"))
(assignment_expression left: (variable_declaration variables: [(array) (hash)] @param @param.name @param.rest)
  right: (array) @_all (#eq? @_all "@_"))
(assignment_expression left: (variable_declaration variable: (scalar) @param @param.name) right: (_) @_first
  (#match? @_first "^(shift(\\(?\\s*@_\\)?|\\(\\))?|\\$_\\[\\d+\\])$"))
(assignment_expression left: (variable_declaration variable: (scalar) @param @param.name)
  right: (binary_expression left: (_) @_first operator: ["||" "//"] right: (_) @param.default) (#match? @_first "^shift\\b"))
(return_expression (_)? @return.value) @return

; --- bindings
(for_statement variable: (_) @assign.target list: (_) @assign.value) @assign @assign.element
(expression_statement (variable_declaration variable: (_) @assign.target) @assign)
(assignment_expression left: (variable_declaration variables: (_) @assign.target) right: (_) @assign.value
  (#not-eq? @assign.value "@_")) @assign
(assignment_expression left: (variable_declaration variable: (hash)) right: (parenthesized_expression (list_expression) @map @choice.value) @choice)
(assignment_expression left: (hash) right: (parenthesized_expression (list_expression) @map))
(assignment_expression left: (variable_declaration variable: (_) @assign.target) operator: "=" right: (_) @assign.value
  (#not-match? @assign.value "^(shift\\b|\\$_\\[\\d+\\]$)")) @assign
;   what the program itself is given
(source_file (expression_statement (assignment_expression left: (variable_declaration variable: (_) @assign.target) operator: "="
  right: (binary_expression left: (_) @_first operator: ["||" "//"] right: (_) @assign.value) (#match? @_first "^shift\\b")) @assign))
(assignment_expression left: [(scalar) (array) (hash) (hash_element_expression) (array_element_expression)
  (method_call_expression)] @assign.target operator: "=" right: (_) @assign.value) @assign @assign.outer
(assignment_expression left: (_) @assign.target operator: ["//=" "||=" "&&="] right: (_) @assign.value)
  @assign @assign.outer
(assignment_expression left: (_) @assign.target operator: ".=" right: (_) @assign.value)
  @assign @assign.append @assign.outer
(ambiguous_function_call_expression function: (function) @_push
  arguments: (list_expression . (array) @assign.target . (_) @assign.value .) (#eq? @_push "push")) @assign @assign.append
(function_call_expression function: (function) @_push
  arguments: (list_expression . (array) @assign.target . (_) @assign.value .) (#eq? @_push "push")) @assign @assign.append
(expression_statement) @statement

; --- calls
(method_call_expression invocant: (bareword) @new.type method: (method) @_new arguments: (_)? @new.args
  (#eq? @_new "new")) @new
(ambiguous_function_call_expression function: (function) @_new arguments: (function_call_expression
  function: (function) @new.type arguments: (_)? @new.args) (#eq? @_new "new")) @new
(method_call_expression invocant: (_) @call.receiver method: (method (scalar) @call.function)) @call
(method_call_expression invocant: (bareword) method: (method)) @call @call.static
(method_call_expression invocant: (_) @call.receiver method: (method) @call.name) @call
(method_call_expression arguments: (_) @call.args) @call
(function_call_expression function: (function (_) @call.function) arguments: (_)? @call.args
  (#match? @call.function "^\\$")) @call
(function_call_expression function: (function) @call.name arguments: (_)? @call.args) @call
(expression_statement . (bareword) @call @call.name .)
(postfix_conditional_expression . (bareword) @call @call.name)
(ambiguous_function_call_expression function: (function) @call.name arguments: (_)? @call.args) @call
(func1op_call_expression function: _ @call.name (_)? @call.args) @call
(coderef_call_expression . (_) @call.function arguments: (_)? @call.args) @call

; --- values
(slice_expression hash: (slice_container_variable) @member.object "{" . (autoquoted_bareword) @member.name . "}") @member
(slice_container_variable) @name
(hash_element_expression (container_variable) @member.object key: (autoquoted_bareword) @member.name) @member
(hash_element_expression (scalar) @member.object key: (autoquoted_bareword) @member.name) @member
(hash_element_expression (hash_element_expression) @member.object key: (autoquoted_bareword) @member.name) @member
(hash_element_expression (method_call_expression) @member.object key: (autoquoted_bareword) @member.name) @member
(hash_element_expression . (_) @index.object key: (_) @index.key) @index
(array_element_expression . (_) @index.object index: (_) @index.key) @index
(list_expression [(autoquoted_bareword) (string_literal) (interpolated_string_literal) (scalar)] @entry @entry.key
  . "=>" . (_) @entry.value)
(anonymous_hash_expression (list_expression) @map)
(anonymous_hash_expression . "{" . "}") @map
(anonymous_array_expression) @list
(parenthesized_expression (list_expression)) @list
(binary_expression operator: ".") @concat
(binary_expression left: (_) @choice.value operator: ["||" "//"] right: (_) @choice.value) @choice
(conditional_expression consequent: (_) @choice.value alternative: (_) @choice.value) @choice

(string_literal) @string
(interpolated_string_literal) @string
(command_string) @string
(string_content) @string.part
(heredoc_token) @heredoc
(command_heredoc_token) @heredoc
(heredoc_content) @heredoc.body
(number) @constant
(refgen_expression (function (varname)) @name)
(scalar) @name
(array) @name
(hash) @name
(container_variable) @name
(bareword) @name
(autoquoted_bareword) @string
