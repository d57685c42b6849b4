; Elixir: everything is a call, so definitions are known by the words that make them.

(comment) @comment
(unary_operator operator: "@" operand: (call target: (identifier) @_doc (arguments (_)))
  (#any-of? @_doc "doc" "moduledoc" "typedoc")) @comment
(unary_operator operator: "@" operand: (call target: (identifier) @_spec) (#any-of? @_spec "spec" "type" "callback")) @ignore

; --- modules
(call target: (identifier) @_module (arguments (alias) @class.name) (do_block)
  (#any-of? @_module "defmodule" "defprotocol" "defimpl")) @class
(call target: (identifier) @_alias (arguments . (alias) @import.module . (keywords (pair value: (alias) @import.alias)) .)
  (#any-of? @_alias "alias" "require")) @import
(call target: (identifier) @_alias (arguments . (dot left: (alias) @import.module right: (tuple (alias) @import.name)))
  (#eq? @_alias "alias")) @import
(call target: (identifier) @import.wildcard (arguments . (alias) @import.module) (#eq? @import.wildcard "import")) @import
(call target: (identifier) @_alias (arguments . (alias) @import.module)
  (#any-of? @_alias "alias" "import" "require" "use")) @import
(unary_operator operator: "@" operand: (call target: (identifier) @field.name (arguments . (_) @field.value .))
  (#not-any-of? @field.name "doc" "moduledoc" "typedoc" "spec" "type" "callback")) @field @field.static
(call target: (identifier) @_struct (arguments [(keywords (pair key: (_) @field.name value: (_) @field.value) @field)
  (list (keywords (pair key: (_) @field.name value: (_) @field.value) @field))]) (#eq? @_struct "defstruct"))

; --- functions
(call target: (identifier) @_def (arguments . [
    (call target: (identifier) @function.name (arguments) @function.params)
    (binary_operator left: (call target: (identifier) @function.name (arguments) @function.params) operator: "when")
    (identifier) @function.name])
  (do_block) @function.body
  (#any-of? @_def "def" "defp" "defmacro" "defmacrop")) @function @function.implicit_return
(call target: (identifier) @_def (arguments . [
    (call target: (identifier) @function.name (arguments) @function.params)
    (binary_operator left: (call target: (identifier) @function.name (arguments) @function.params) operator: "when")
    (identifier) @function.name] (keywords (pair value: (_) @function.value)))
  (#any-of? @_def "def" "defp" "defmacro" "defmacrop")) @function
; def unquote(name)(x): made under what the name holds
(call target: (identifier) @_def (arguments . (call target: (call target: (identifier) @_unquote) @function.name
    (arguments)? @function.params)) (do_block) @function.body
  (#any-of? @_def "def" "defp") (#eq? @_unquote "unquote")) @function @function.implicit_return
(call target: (identifier) @_def (arguments . (call target: (call target: (identifier) @_unquote) @function.name
    (arguments)? @function.params) (keywords (pair value: (_) @function.value)))
  (#any-of? @_def "def" "defp") (#eq? @_unquote "unquote")) @function
(call target: (identifier) @_def (arguments . (call (arguments (identifier) @param @param.name)))
  (#any-of? @_def "def" "defp" "defmacro" "defmacrop"))
(call target: (identifier) @_def (arguments . (call (arguments
  (binary_operator left: (identifier) @param.name operator: "\\\\" right: (_) @param.default) @param)))
  (#any-of? @_def "def" "defp"))
(call target: (identifier) @_def (arguments . (call (arguments
  (binary_operator operator: "=" right: (identifier) @param.name) @param))) (#any-of? @_def "def" "defp"))
(call target: (identifier) @_def (arguments . (call (arguments
  [(map) (tuple) (string) (atom) (list)] @param @param.name))) (#any-of? @_def "def" "defp"))
;   def f(x) when is_list(x)
(call target: (identifier) @_def (arguments . (binary_operator left: (call (arguments
  [(identifier) (map) (tuple) (string) (atom) (list)] @param @param.name)) operator: "when"))
  (#any-of? @_def "def" "defp" "defmacro" "defmacrop"))
(call target: (identifier) @_def (arguments . (binary_operator left: (call (arguments
  (binary_operator operator: "=" right: (identifier) @param.name) @param)) operator: "when"))
  (#any-of? @_def "def" "defp"))
(anonymous_function (stab_clause left: (arguments) @function.params right: (_) @function.body)) @function
(anonymous_function (stab_clause left: (arguments (identifier) @param @param.name)))

; --- bindings
(binary_operator left: (identifier) @assign.target operator: "=" right: (_) @assign.value) @assign
(binary_operator left: (tuple (identifier) @assign.target .) operator: "=" right: (_) @assign.value) @assign
(binary_operator left: [(identifier) (tuple)] @assign.target operator: "<-" right: (_) @assign.value) @assign @assign.element

; --- calls
(binary_operator left: (_) @call.args operator: "|>"
  right: (call target: (dot left: (_) @call.receiver right: (_) @call.name) (arguments)? @call.args)) @call
(binary_operator left: (_) @call.args operator: "|>"
  right: (call target: (identifier) @call.name (arguments)? @call.args)) @call
(call target: (dot left: (alias) right: (identifier))) @call @call.static
(call target: (dot left: (_) @call.receiver right: (identifier) @call.name) (arguments)? @call.args) @call
(call target: (identifier) @_if (do_block) @choice.value (#any-of? @_if "if" "unless" "case" "cond" "with" "for" "quote" "test" "describe")) @choice
(call target: (identifier) @call.name (arguments)? @call.args) @call

; --- values
(access_call target: (_) @index.object key: (_) @index.key) @index
(binary_operator operator: "<>") @concat
(binary_operator left: (_) @choice.value operator: "||" right: (_) @choice.value) @choice
(pair key: (_) @entry.key value: (_) @entry.value) @entry
(map_content (binary_operator left: (_) @entry.key operator: "=>" right: (_) @entry.value) @entry)
(keywords) @map
(map (map_content (keywords) @map) ) @choice
(map) @map
(list) @list
(tuple) @list
(unary_operator operator: "@" operand: (identifier) @name)

(string) @string
(charlist) @string
(sigil) @string
(sigil_name) @ignore
(atom) @string
(quoted_content) @string.part
(escape_sequence) @string.part
(interpolation) @hole
(integer) @constant
(float) @constant
(boolean) @constant
(nil) @constant
(alias) @name
(identifier) @name
