// What is hidden and what stays readable: names, values, texts and files, each as a table with both
// sides.
#include "scanner/evidence/secrets.h"

#include "scanner/facts/extract.h"
#include "scanner/facts/read.h"
#include "scanner/rules/builtin.h"
#include "tests/catch.h"

namespace unsoap {
namespace {

const evidence::SecretLook& Look() {
  static const evidence::SecretLook look(rules::BuiltinSecretWords(), rules::BuiltinPacks());
  return look;
}

/// The file as an output shows it.
std::string Shown(const std::string& path, const std::string& text) {
  const facts::FileFacts facts = facts::ReadFile(path, text, {});
  const evidence::SignalScanner scanner(rules::BuiltinPacks());
  const std::vector<evidence::CredentialUse> credentials =
      evidence::CredentialFinder(rules::BuiltinPacks()).Find(facts, scanner.Scan(facts));
  const evidence::Secrets secrets = evidence::SecretFinder(Look()).Find(facts, credentials);
  return evidence::Blank(facts.source.text(),
                         {0, static_cast<uint32_t>(facts.source.text().size())}, secrets.spans);
}

}  // namespace

TEST_CASE("what a name says of its value") {
  for (const char* name : {"password",
                           "dbPassword",
                           "DB_PASSWD",
                           "secret",
                           "clientSecret",
                           "encryption.key",
                           "marketo.encryption-key",
                           "encryptionKey",
                           "ENCRYPTION_KEY_2",
                           "access_token",
                           "apiKey",
                           "soap.secret.key",
                           "mktowsUserId",
                           "userPwd",
                           "pw",
                           "bindPw",
                           "marketo.key",
                           "MKTO_KEY",
                           "credentials.0",
                           "Marketo:EncryptionKey"}) {
    INFO(name);
    CHECK(Look().Name(name) == evidence::NameSays::kSecret);
  }
  for (const char* name : {"key", "password_label", "secretKeyField", "crmKey", "secret.name"}) {
    INFO(name);
    CHECK(Look().Name(name) == evidence::NameSays::kPerhaps);
  }
  for (const char* name :
       {"leadKey", "keyType", "keyValue", "endpoint", "wsdl", "name", "batchSize", "email", "title",
        "", "0", "monkey", "mktoKeyword", "marketoLeadKeyType"}) {
    INFO(name);
    CHECK(Look().Name(name) == evidence::NameSays::kNothing);
  }
}

TEST_CASE("what looks random, and what does not") {
  for (const char* text :
       {"cz437V5nn8HkjqaY65", "q8v1z0kx5w2m7r4t9y6u3i1o8p5a2s", "56520471635841480F0A6C1C1C393AC0",
        "5c4b3a291807f6e5d4c3b2a190", "Drmhze6EPcv0fN_81Bj-nA", "aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ",
        "QWxhZGRpbjpvcGVuIHNlc2FtZQ", "xkqzvjwpfhgmtbnrd", "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "k/Jx9+Qz2Lw7/Vb4Tn8Rd1", "preKJ5520XQ71635ZV41480Wpost"}) {
    INFO(text);
    CHECK(Look().LooksRandom(text));
  }
  for (const char* text : {"MktMktowsApiService",
                           "MktowsApiSoapPort",
                           "getMultipleLeadsResponse",
                           "CURLOPT_SSL_VERIFYPEER",
                           "application/x-www-form-urlencoded",
                           "LeadKeyRef__EMAIL_ADDRESS",
                           "com/marketo/mktows/2_9",
                           "//schemas",
                           "TLS_RSA_WITH_AES_128_CBC_SHA",
                           "2026-11-28",
                           "2026-11-28T10:00:00Z",
                           "x86_64-linux-gnu",
                           "HTTPSamplerProxy",
                           "XMLHttpRequest",
                           "InternalServerErrorException",
                           "createClientAsync",
                           "/usr/share/perl5/SOAP/Lite",
                           "0x00ff00ff00ff00ff",
                           "StaticListMembership",
                           "ns3__ParamsGetLead",
                           "short1"}) {
    INFO(text);
    CHECK_FALSE(Look().LooksRandom(text));
  }
}

namespace {

using Notations = std::vector<std::pair<const char*, const char*>>;

/// Writes values of several kinds in the place of V, and looks for them.
void CheckHidden(const Notations& rows) {
  for (const char* value : {"hunter2Pass9", "My0wnChosenKey-3", "k9Q#w7!Zr4tT"}) {
    for (const auto& [path, pattern] : rows) {
      std::string text;
      for (const char* c = pattern; *c != '\0'; ++c) {
        const bool alone = *c == 'V' && c > pattern &&
                           !isalpha(static_cast<unsigned char>(c[-1])) &&
                           !isalpha(static_cast<unsigned char>(c[1]));
        text += alone ? std::string(value) : std::string(1, *c);
      }
      const std::string shown = Shown(path, text);
      INFO(path << ": " << text << "\nshown: " << shown);
      CHECK(shown.find(value) == std::string::npos);
      CHECK(shown.find("***") != std::string::npos);
    }
  }
}

}  // namespace

TEST_CASE("a value under the name of a secret is hidden in every language") {
  CheckHidden({
      {"a.php", "<?php\n$password = 'V';\n"},
      {"a.php", "<?php\ndefine('SECRET_KEY', 'V');\n"},
      {"a.php", "<?php\n$c = ['encryption' => ['key' => 'V']];\n"},
      {"a.php", "<?php\n// marketoSecretKey = 'V'\n"},
      {"a.php", "<?php\n/* encryption key: V */\n"},
      {"a.php", "<?php\n$a = 'V';\n$marketoSecretKey = $a;\n"},
      {"a.php", "<?php\n$x = \"<encryptionKey>V</encryptionKey>\";\n"},
      {"a.php", "<?php\n$u = 'https://admin:V@crm.example/soap';\n"},
      {"a.php", "<?php\n$u = 'https://crm.example/soap?WSDL&secretKey=V';\n"},
      {"a.php", "<?php\nfunction f($id, $secretKey = 'V') {}\n"},
      {"a.php", "<?php\nfunction connect($id, $secretKey) {}\nconnect('me', 'V');\n"},
      {"a.php", "<?php\nclass A { const SECRET = 'V'; private $apiKey = 'V'; }\n"},
      {"a.js", "const { limit = 5, marketoSecretKey = 'V' } = options;\n"},
      {"a.js", "client.setSecurity(new Basic({ user: 'x', password: 'V' }));\n"},
      {"a.ts", "const secretKey: string = 'V';\n"},
      {"a.py", "secret_key = ('V')\n"},
      {"a.py", "header(user_id='me', encryption_key='V')\n"},
      {"a.rb", "access_key, x = 'V', 'b'\n"},
      {"a.rb", "config.secret_key = 'V'\n"},
      {"A.java", "class A { String secretKey = \"V\"; void f() { b.setPassword(\"V\"); } }\n"},
      {"A.java", "class A { String getSecretKey() { return \"V\"; } }\n"},
      {"a.cs", "class A { string Key() { var s = $\"secretKey=V\"; return s; } }\n"},
      {"a.vb", "Module A\n  Const SecretKey As String = \"V\"\nEnd Module\n"},
      {"a.go", "package a\n\nconst secretKey = \"V\"\n"},
      {"a.pl", "my %c = (secret_key => 'V');\n"},
      {"a.coffee", "marketoSecretKey = 'V'\n"},
      {"a.bas", "Const MarketoSecretKey = \"V\"\n"},
      {"a.clj", "(def secret-key \"V\")\n"},
      {"a.cfm", "<cfset secretKey = \"V\">\n"},
      {"a.php", "<?php\n$k = getenv('MKTO_KEY') ?: 'V';\n"},
      {"a.kt", "val k = System.getenv(\"MKTO_KEY\") ?: \"V\"\n"},
      {"a.cs", "var k = Environment.GetEnvironmentVariable(\"MKTO_KEY\") ?? \"V\";\n"},
      {"a.js", "const k = process.env.MKTO_KEY || 'V';\n"},
      {"a.py", "k = os.environ.get('MKTO_KEY') or 'V'\n"},
      {"a.rb", "k = ENV['MKTO_KEY'] || 'V'\n"},
      {"a.scala", "object A { val k = sys.env.getOrElse(\"MKTO_KEY\", \"V\") }\n"},
      {"a.php", "<?php\n$db->query(\"INSERT INTO u (login, `pw`) VALUES ('a', 'V')\");\n"},
      {"a.java",
       "class A { String q = \"insert into u (a, psw) values (f(1, 2), \\\"V\\\")\"; }\n"},
      {"a.js", "client.setSecurity(new soap.BasicAuthSecurity('svc', 'V'));\n"},
      {"a.cs", "var c = new NetworkCredential(\"svc\", \"V\");\n"},
      {"a.js", "xhr.open('POST', address(1, 2), true, 'svc', 'V');\n"},
  });
}

TEST_CASE("a value under the name of a secret is hidden in settings, commands and markup") {
  CheckHidden({
      {"a.sql", "INSERT INTO settings VALUES ('marketoSecretKey', 'V');\n"},
      {"a.txt", "The secret key is V, ask me.\n"},
      {"a.http", "GET /x\nAuthorization: Bearer V\n"},
      {"a.md", "| name | value |\n|---|---|\n| secret key | V |\n"},
      {"a.sh", "curl -u 'me:V' https://crm.example/\n"},
      {"a.sh", "export SECRET_KEY=V\n"},
      {"Dockerfile", "FROM a\nRUN curl --user me:V https://crm.example/\nENV API_KEY=V\n"},
      {"a.properties", "marketo.secret.key=V\n"},
      {"a.yml", "encryption:\n  key: V\n"},
      {"a.yml", "env:\n  - MARKETO_SECRET_KEY=V\n  - name: API_TOKEN\n    value: V\n"},
      {"a.ini", "[marketo]\nencryption.key = V\n"},
      {"a.json",
       "{\"encryption key\": \"V\", \"rows\": [{\"name\": \"secretKey\", \"value\": \"V\"}]}"},
      {"a.xml", "<c><encryption-key>V</encryption-key><add key=\"SecretKey\" value=\"V\"/></c>"},
      {"a.xml",
       "<c><property name=\"encryption.key\" "
       "value=\"V\"/><encryption><key>V</key></encryption></c>"},
      {"a.html", "<input type=\"hidden\" name=\"secretKey\" value=\"V\">\n"},
      {"a.html", "<form><input type=hidden name=pw value=V></form>\n"},
      {".htaccess", "SetEnv MKTO_KEY \"V\"\n"},
      {"a.yml", "env: [{name: MKTO_KEY, value: \"V\"}]\n"},
      {"a.sql", "INSERT INTO u (name, pass) VALUES ('a', 'V'), ('it''s', N'V');\n"},
      {"a.sh", "mysql -h db -uroot -p'V' crm\n"},
      {"a.bat", "net use Z: \\\\srv\\crm /user:svc V\n"},
      {"a.bat", "schtasks /create /tn sync /tr sync.exe /ru svc /rp V\n"},
      {"a.ps1", "$sec = ConvertTo-SecureString 'V' -AsPlainText -Force\n"},
      {"a.asp", "<% x.open \"POST\", address, False, \"svc\", \"V\" %>\n"},
      {"package.json", "{\"dependencies\": {\"a\": \"git+https://u:V@git.example/m.git\"}}"},
  });
}

TEST_CASE("what is no secret stays as it is") {
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"a.php",
       "<?php\n$c = new SoapClient('https://100-AEK-913.mktoapi.com/soap/mktows/2_9?WSDL');\n"},
      {"a.php",
       "<?php\n$c->getLead(['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => 'a@b.example']]);\n"},
      {"a.php", "<?php\n$secretKey = getenv('MARKETO_SECRET_KEY');\n"},
      {"a.php", "<?php\n$secretKey = $config->secretKey;\n$token = $this->token();\n"},
      {"a.php", "<?php\n$labels = ['password' => 'Your password:'];\n"},
      {"a.py", "password = os.environ['CRM_PASSWORD']\n"},
      {"a.js", "const { secretKey } = require('./config');\n"},
      {"a.ts", "interface A { secretKey: string; password?: string }\n"},
      {"A.java", "class A { private String secretKey; void setSecretKey(String secretKey) { } }\n"},
      {"a.cs", "var service = new MktMktowsApiService();\n"},
      {"a.c", "struct ns3__LeadKey key; getenv(\"MKTO_KEY\");\n"},
      {"a.go", "const address = \"https://123-ABC-456.mktoapi.com/soap/mktows/3_1\"\n"},
      {"a.go",
       "s := \"<requestSignature>\" + hex.EncodeToString(mac.Sum(nil)) + "
       "\"</requestSignature>\"\n"},
      {"a.sh", "timestamp=$(date -u +%Y-%m-%dT%H:%M:%SZ)\n"},
      {"a.yml", "password: ${CRM_PASSWORD}\nsecretKey: '{{ vault }}'\n"},
      {"a.xml",
       "<e xmlns:m=\"http://www.marketo.com/mktows/\" "
       "xmlns:x=\"urn:schemas-microsoft-com:xml-msdata\"/>"},
      {"a.sql", "INSERT INTO pages (title, body) VALUES ('Lead 2 sync', 'text7');\n"},
      {"a.sql", "INSERT INTO u (pass) SELECT pass FROM v WHERE id IN (7);\n"},
      {"a.sh", "docker run -p 8080:80 crm\nmysql --protocol=tcp crm -e 'select 1'\n"},
      {"a.php", "<?php\n$limit = getenv('LEAD_LIMIT') ?: 'lead2limit';\n"},
      {"a.php", "<?php\n$login = 'https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL';\n"},
      {"a.yml", "auth: {token: https://crm.example.com/oauth/token}\n"},
      {"a.js", "xhr.open('POST', '/lead2/sync', true);\n"},
      {"a.yml", "key: lead_sync2.json\nid: crm33.example.com\n"},
      {"a.properties", "marketo.soap.endpoint=https://123-ABC-456.mktoapi.com/soap/mktows/2_9\n"},
  };
  for (const auto& [path, text] : rows) {
    INFO(path);
    CHECK(Shown(path, text) == text);
  }
}

TEST_CASE("what stands beside a user id is hidden with it") {
  const std::string user = "acme1_7027134750887544EFB6D5";
  for (const char* key : {"My0wnChosenKey-3", "BlauerHimmel"}) {
    for (const auto& [path, before, between, after] :
         std::vector<std::tuple<const char*, const char*, const char*, const char*>>{
             {"a.php", "<?php\nconnect('", "', '",
              "', 'https://123-abc-456.mktoapi.com/soap/mktows/2_7');\n"},
             {"a.py", "header(client, '", "', '", "')\n# marketo\n"},
             {"a.rb", "require 'marketo'\nMarketo.new_client('", "', '", "')\n"}}) {
      const std::string shown = Shown(path, before + user + between + key + after);
      INFO(shown);
      CHECK(shown.find(key) == std::string::npos);
      CHECK(shown.find("7027134750887544EFB6D5") == std::string::npos);
    }
  }
}

TEST_CASE("pieces of a key are values, numbered words and hosts are none") {
  const std::vector<std::pair<const char*, const char*>> hidden = {
      {"a.go", "package a\nvar q = \"003422087125557\" + \"82929F554F52C7CCA1F1BF8D79A2F\"\n"},
      {"a.xq", "let $q := \"003422087125557\"\n  || \"82929F554F52C7CCA1F1BF8D79A2F\"\n"},
      {"a.bas", "q = \"82929F554F52C7CCA1F1BF8D79A2F\" & _\n  \"003422087125557\"\n"},
      {"a.r", "q <- paste0(\"82929F554F52C7CCA1F1BF8D79A2F\", \"003422087125557\")\n"},
      {"a.txt", "'82929F554F52C7CCA1F1BF8D79A2F' . '003422087125557'\n"}};
  for (const auto& [path, text] : hidden) {
    INFO(path);
    CHECK(Shown(path, text).find("003422087125557") == std::string::npos);
    CHECK(Shown(path, text).find("82929F554F") == std::string::npos);
  }
  const std::string address = Shown(
      "a.txt", "https://admin:T7fN5102idpIZOMO@100-AEK-913.mktoapi.com/soap/mktows/2_9?WSDL\n");
  CHECK(address.find("@100-AEK-913.mktoapi.com") != std::string::npos);
  CHECK(address.find("T7fN5102") == std::string::npos);
  const std::string element = Shown("a.xml",
                                    "<a><secret.key>q8Zr31bLx</secret.key>\n"
                                    "<u>https://100-AEK-913.mktoapi.com/x</u></a>\n");
  CHECK(element.find("q8Zr31bLx") == std::string::npos);
  CHECK(element.find("100-AEK-913.mktoapi.com") != std::string::npos);
}

TEST_CASE("a value is hidden wherever its name or its pieces stand") {
  struct Row {
    const char *path, *before, *secret, *after;
  };
  for (const Row& row : std::vector<Row>{
           // behind types, arrows, tables and compound assignments
           {"a.cbl", "01 SOAP-SECRET-KEY PIC X(99) VALUE \"", "Meadow-Falcon", "\".\n"},
           {"a.sql", "DECLARE @secretKey varchar(99) = '", "Meadow-Falcon", "';\n"},
           {"a.r", "secretKey <- \"", "meadow falcon", "\"\n"},
           {"a.tex", "secretKey & ", "Meadow-Falcon", " \\\\\n"},
           {"a.cfm", "secretKey &= \"", "SdelJDfe", "\";\n"},
           // before the name
           {"a.cbl", "MOVE \"", "Meadow-Falcon", "\" TO SECRET-KEY.\n"},
           {"a.sql", "UPDATE c SET value = '", "Meadow-Falcon", "' WHERE name = 'secret_key';\n"},
           // quotes of a shell, of SQL and of JSON in a literal that doubles its own
           {"a.sh", "secretKey='Qk3xT9'\\''", "vR7mZp2w", "'\n"},
           {"a.sql", "SET secretKey = 'Qk3xT9vY\\''", "vR7mZp2w", "';\n"},
           {"a.bas", "q = \"{\"\"secretKey\"\": \"\"Qk3x\\\"\"", "vR7mZp2w", "\"\"}\"\n"},
           // markup beside it
           {"a.sh", "connect 'acme1_7027134750887544EFB6D5' 'Qk3xT9vRYh\\Wb5p</", "q6bKMek", "'\n"},
           {"a.plist", "<a><key>secret_key</key>\n<string>Qk3xT9my/&gt;&quot;", "vR7mZp2w",
            "</string></a>"},
           {"a.jmx",
            "<a><p name=\"Argument.name\">secretKey</p>\n<p name=\"Argument.value\">Qk3&gt;/&lt;",
            "vR7mZp2w", "</p></a>"},
           {"a.kt",
            "val u = \"https://552-CRM-100.mktoapi.com/soap/mktows/2_9?WSDL\"\n"
            "// acme1_7027134750887544EFB6D5 / ",
            "CG5doryxlesa", "\n"},
           // by way of variables and calls
           {"a.php", "<?php\n$a = '", "Qk3xT9vR", "';\n$b = 'secretKey=' . $a;\n"},
           {"a.php", "<?php\n$a = '", "8636842721",
            "';\n$b = '49250C8456C935B93955';\n$c = $a . $b;\n"},
           {"a.ts", "const secretKey = ['", "EDobrWFA", "', 'vR7mZp2w'].join('');\n"},
           {"a.sh", "a='", "Qk3xT9vR", "'\nconnect --secretKey $a\n"},
           {"a.ex", "q = \"", "Qk3xT9vR", "\"\ns = :crypto.mac(:hmac, :sha, q, stamp)\n"},
           // pieces of which none looks like a key
           {"a.dart", "const q = '", "acme1_6C65BD8F", "' + '2348AA5DE5B282';\n"},
           {"a.asp", "<%\nq = \"", "acme1_0EBEFDCABACF", "\" & \"DDEEAAFFEB\"\n%>\n"},
           {"a.asp", "<%\nq = \"acme1_0EBEFDCABACF\" & \"", "DDEEAAFFEB", "\"\n%>\n"},
           {"a.php", "<?php\n$q = 'acme1_0EBEFDCABACF';\n$q .= '", "DDEEAAFFEB", "';\n"},
           {"a.py", "q = 'acme1_0EBEFDCABACF'\nq = q + '", "DDEEAAFFEB", "'\n"},
           {"a.py", "q = ''.join(['acme1_0EBEFDCABACF', '", "DDEEAAFFEB", "'])\n"},
           {"a.py", "a = '", "acme1_0EBEFDCABACF", "'\nq = '%s/%s%s' % (m, a, 'DDEEAAFFEB')\n"},
           {"a.java",
            "class A { String f() { return new StringBuilder(\"acme1_0EBEFDCABACF\").append(\"",
            "DDEEAAFFEB", "\").toString(); } }\n"},
           {"a.java",
            "class A { void f() { StringBuilder b = new StringBuilder(\"acme1_0EBEFDCABACF\");\n"
            "b.append(\"",
            "DDEEAAFFEB", "\"); } }\n"},
           {"a.java", "class A { String q = \"acme1_0EBEFDCABACF\".concat(\"", "DDEEAAFFEB",
            "\"); }\n"},
           {"a.js", "const a = '", "acme1_0EBEFDCABACF",
            "';\nconst q = `${m}/${a}${'DDEEAAFFEB'}`;\n"},
           {"a.clj", "(def q (str (str \"4499426288\" \"", "31725",
            "\") \"31180473CA55EA83D0\"))\n"}}) {
    const std::string shown =
        Shown(row.path, std::string(row.before) + row.secret + row.after + "\n");
    INFO(row.path);
    INFO(shown);
    CHECK(shown.find(row.secret) == std::string::npos);
  }
}

TEST_CASE("what something is assigned to is shown beside a secret") {
  for (const auto& [path, text, word] :
       std::vector<std::tuple<const char*, const char*, const char*>>{
           {"a.abap", "api_secret = 'BAYNnGAfP5=6D1o\"''SXb3h&k'.\ncrm1268 = 'x'.\n", "crm1268"},
           {"a.erl", "M = #{\"secret-key\" => \"VOnTh1tZAm&4tqI\\\\k\"},\nCrm1017 = \"x\",\n",
            "Crm1017"},
           // a value that ends as a name of a secret does
           {"a.xml",
            "<c><encryption-key>JrVAJ5zWn4fmsmkpsK</encryption-key>\n<endpoint "
            "n=\"1\">https://crm.example/soap</endpoint></c>\n",
            "crm.example"},
           // the window around a user id ends in the address
           {"a.vb",
            "    Dim m = New Dictionary(Of String, String) From {{\"login\", "
            "\"acme1_3D01964B5173DE55EB8C54\"}, {\"code\", "
            "\"25545132890055207884477735AD113D873FD0798912\"}}\n    Dim c As New "
            "MktowsPortClient(\"crm0452\", "
            "\"https://552-CRM-100.mktoapi.com/soap/mktows/2_9?WSDL\")\n    Dim r = "
            "c.getLead(header, "
            "New ParamsGetLead With {.leadKey = New LeadKey With {.keyType = LeadKeyRef.EMAIL, "
            ".keyValue = \"ann.0452@example.com\"}})\n",
            "ann.0452@example.com"},
           {".env", "SECRET_KEY=Qk3xT9vR7mZp2w\nCRM_1644=https://crm.example/soap\n",
            "crm.example"}}) {
    INFO(path);
    CHECK(Shown(path, text).find(word) != std::string::npos);
  }
}

TEST_CASE("a name with a year in it, and a pair that a helper makes, are no secrets") {
  for (const auto& [path, text, word] :
       std::vector<std::tuple<const char*, const char*, const char*>>{
           {"a.php", "<?php\nconst PROGRAM = 'WBN-2014-03 Pricing';\n", "WBN-2014-03 Pricing"},
           {"a.py", "PROGRAM = 'EVT_2016_Q3_SFO'\n", "EVT_2016_Q3_SFO"},
           {"a.rb", "LIST = 'Rs-x1-2019'\n", "Rs-x1-2019"},
           {"b.php", "<?php\n$a = ['programName' => 'Digest template'];\n", "Digest template"},
           {"b.py", "def token(name, value):\n    return (name, value)\nx = token('a', 'Acme')\n",
            "Acme"},
           {"A.java",
            "class A {\n  void run() { add(token(\"a\", \"professional\")); }\n  Attrib "
            "token(String "
            "name, String value) { return new Attrib(name, value); }\n}\n",
            "professional"}}) {
    INFO(path);
    CHECK(Shown(path, text).find(word) != std::string::npos);
  }
  // These still are.
  for (const auto& [path, text, secret] :
       std::vector<std::tuple<const char*, const char*, const char*>>{
           {"a.php", "<?php\nconst PROGRAM = 'K3J9-2014-QX7Z-W2PM';\n", "K3J9-2014-QX7Z-W2PM"},
           {"a.py", "x = token('kb9Qz2wLm4')\n", "kb9Qz2wLm4"},
           {"b.py",
            "def login(user, password):\n    return (user, password)\nx = login('ann', "
            "'hunter22')\n",
            "hunter22"},
           {"c.py",
            "def token(name, secret):\n    return (name, secret)\nx = token('a', 'hunter22')\n",
            "hunter22"},
           {"d.py", "h = {'Authorization': 'Bearer hunter22hunter'}\n", "hunter22hunter"},
           {"b.php", "<?php\n$programName = 'x7Kq9ZpL2mW4vT8rB1nC';\n", "x7Kq9ZpL2mW4vT8rB1nC"}}) {
    INFO(path);
    CHECK(Shown(path, text).find(secret) == std::string::npos);
  }
}

}  // namespace unsoap
