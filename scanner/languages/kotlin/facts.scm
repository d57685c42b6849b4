; Kotlin. Specific patterns stand first: the first that names a node decides its role.
; A call of a name in upper case is read as a construction: the language has no `new`.

(line_comment) @comment
(block_comment) @comment
(user_type) @ignore
(label) @ignore

(package_header (qualified_identifier) @space.name) @space
(import (qualified_identifier) @import.module (identifier) @import.alias) @import
(import (qualified_identifier) @import.module . "." . "*" @import.wildcard) @import
(import (qualified_identifier) @import.module) @import

(type_alias type: (identifier) @alias.name (_) @alias.type .) @alias

; --- definitions
(class_declaration (modifiers (class_modifier) @_enum) name: (_) @enum.name (#eq? @_enum "enum")) @enum
(class_declaration "interface" name: (_) @interface.name) @interface
(class_declaration "interface" (delegation_specifiers (delegation_specifier (user_type) @interface.base))) @interface
(class_declaration name: (_) @class.name) @class
(class_declaration (delegation_specifiers (delegation_specifier (user_type) @class.base))
  (#not-match? @class.base "^[a-z]\\w*$")) @class
(class_declaration (delegation_specifiers
  (delegation_specifier (constructor_invocation (user_type) @class.base)))) @class
(class_declaration (delegation_specifiers
  (delegation_specifier (explicit_delegation (user_type) @class.base)))) @class
; class C(inner: I) : I by inner; before a body it is read as one of the bases
(explicit_delegation (user_type) [(identifier) (navigation_expression)] @delegate @delegate.target)
(explicit_delegation (user_type) (call_expression . (identifier) @delegate.target) @delegate)
(delegation_specifier (user_type) @delegate.target (#match? @delegate.target "^[a-z]\\w*$")) @delegate
; object Get : Op("get"): an object, and no class of its own
(object_declaration name: (_) @field.name (delegation_specifiers
  (delegation_specifier (constructor_invocation (user_type) @new.type (value_arguments) @new.args) @new @field.value)) .)
  @field @field.static
(object_declaration name: (_) @class.name) @class
(object_declaration (delegation_specifiers (delegation_specifier (user_type) @class.base))) @class
(object_declaration (delegation_specifiers
  (delegation_specifier (constructor_invocation (user_type) @class.base)))) @class
(object_literal (class_body) @class)
(object_literal (delegation_specifiers (delegation_specifier (user_type) @class.base)) (class_body) @class)
(object_literal (delegation_specifiers
  (delegation_specifier (constructor_invocation (user_type) @class.base))) (class_body) @class)
; GET("get") makes an object of the enumeration
(class_declaration name: (_) @new.type (enum_class_body (enum_entry (value_arguments) @new @new.args)))
(enum_entry . (modifiers)? . (identifier) @field.name (value_arguments)? @field.value) @field @field.static

(object_declaration (class_body (property_declaration) @field @field.static))
(companion_object (class_body (property_declaration) @field @field.static))
(class_body (property_declaration (variable_declaration . (identifier) @field.name)) @field)
(class_body (property_declaration (variable_declaration ":" . (_) @field.type)) @field)
(class_body (property_declaration "=" . (_) @field.value) @field)
(class_body (property_declaration (property_delegate (call_expression . (identifier) @_lazy
  (annotated_lambda (lambda_literal (_) @field.value .))))) @field (#eq? @_lazy "lazy"))
(class_body (property_declaration (variable_declaration . (identifier) @function.name)
  (getter (function_body "=" . (_) @function.value)) @function @function.getter))
(class_body (property_declaration (variable_declaration . (identifier) @function.name)
  (getter (function_body (block) @function.body)) @function @function.getter))

(primary_constructor (class_parameters) @function.params) @function @function.constructor
(secondary_constructor (function_value_parameters) @function.params) @function @function.constructor
(secondary_constructor (block) @function.body) @function
(class_parameter (identifier) @param.name ":" . (_) @param.type) @param @param.field
(class_parameter "=" . (_) @param.default) @param
(function_declaration name: (_) @function.name (function_value_parameters) @function.params) @function
(function_declaration (function_value_parameters) . ":" . (_) @function.returns) @function
(function_declaration (user_type) @function.receiver . "." . name: (_)) @function
(function_declaration (function_body (block) @function.body)) @function
(function_declaration (function_body "=" . (_) @function.value)) @function
(anonymous_function (function_value_parameters) @function.params) @function
(anonymous_function (function_body (block) @function.body)) @function
(anonymous_function (function_body "=" . (_) @function.value)) @function
(lambda_literal) @function @function.body @function.implicit_return
(lambda_literal (lambda_parameters (variable_declaration . (identifier) @param.name) @param))
(lambda_literal (lambda_parameters (multi_variable_declaration) @param @param.name))
(function_value_parameters (parameter_modifiers (parameter_modifier "vararg")) . (parameter) @param @param.rest)
(function_value_parameters (parameter) @param . "=" . (_) @param.default)
(parameter . (identifier) @param.name ":" . (_) @param.type) @param
(annotation (constructor_invocation (user_type) @annotation.name (value_arguments) @annotation.args)) @annotation
(annotation (user_type) @annotation.name) @annotation

; --- bindings
(property_declaration (variable_declaration . (identifier) @assign.target)) @assign
(property_declaration (multi_variable_declaration (variable_declaration . (identifier) @assign.target))) @assign
(property_declaration (variable_declaration ":" . (_) @assign.type)) @assign
(property_declaration "=" . (_) @assign.value) @assign
(property_declaration (property_delegate (call_expression . (identifier) @_lazy
  (annotated_lambda (lambda_literal (_) @assign.value .)))) (#eq? @_lazy "lazy")) @assign
(for_statement (variable_declaration . (identifier) @assign.target) "in" . (_) @assign.value) @assign @assign.element
(for_statement (multi_variable_declaration (variable_declaration . (identifier) @assign.target)) "in" . (_) @assign.value)
  @assign @assign.element
(call_expression (navigation_expression (call_expression) (identifier) @_apply)
  (annotated_lambda (lambda_literal (assignment left: (identifier) @entry.key operator: "=" right: (_) @entry.value) @entry))
  (#eq? @_apply "apply"))
(assignment left: (_) @assign.target operator: "=" right: (_) @assign.value) @assign @assign.outer
(assignment left: (_) @assign.target operator: "+=" right: (_) @assign.value) @assign @assign.append @assign.outer
(return_expression (_)? @return.value) @return

; --- calls
; X().apply { a = b } fills the object that it makes.
(call_expression
  (navigation_expression (call_expression . (_) @new.type (value_arguments) @new.args) (identifier) @_apply .)
  (annotated_lambda (lambda_literal) @new.init)
  (#eq? @_apply "apply") (#match? @new.type "^([a-z]\\w*\\.)*[A-Z]\\w*$")) @new
; mapOf("a" to b), listOf(a)
(call_expression . (identifier) @_map (value_arguments (value_argument (infix_expression)) ) @choice.value @map
  (#any-of? @_map "mapOf" "hashMapOf" "linkedMapOf" "mutableMapOf" "sortedMapOf")) @choice
(call_expression . (identifier) @_list (value_arguments) @choice.value @list
  (#any-of? @_list "listOf" "mutableListOf" "arrayListOf" "arrayOf" "setOf" "listOfNotNull")) @choice
(value_argument (infix_expression . (_) @entry.key (identifier) @_to (_) @entry.value .) (#eq? @_to "to")) @entry
(infix_expression . (_) @entry.key (identifier) @_to (_) @entry.value . (#eq? @_to "to")) @entry
(infix_expression . (_) @call.receiver . (identifier) @call.name . (_) @call.args . (#not-eq? @call.name "to")) @call
; "…".trimIndent() is its string.
(call_expression . (navigation_expression . [(multiline_string_literal) (string_literal)] @choice.value (identifier) @_trim .)
  (value_arguments) (#any-of? @_trim "trimIndent" "trimMargin" "trim" "toByteArray")) @choice

; object : Task() { … } is an object of the class that its body defines
(object_literal (delegation_specifiers . (delegation_specifier (user_type) @new.type))) @new
(object_literal (delegation_specifiers . (delegation_specifier
  (constructor_invocation (user_type) @new.type (value_arguments) @new.args)))) @new
(object_literal) @new
(call_expression . (identifier) @new.type (value_arguments) @new.args (#match? @new.type "^[A-Z]\\w*[a-z]")) @new
(call_expression . (navigation_expression (identifier) @_type .) @new.type (value_arguments) @new.args
  (#match? @_type "^[A-Z]\\w*[a-z]") (#match? @new.type "^[\\w.]+$")) @new
(call_expression . (identifier) @call.name) @call
(call_expression . (navigation_expression . (_) @call.receiver (identifier) @call.name .)) @call
(call_expression (value_arguments) @call.args) @call
(call_expression (annotated_lambda (lambda_literal) @call.block)) @call
(call_expression . (call_expression . (identifier) @call.name (value_arguments) @call.args) (annotated_lambda)) @call
(call_expression . (call_expression . (navigation_expression . (_) @call.receiver (identifier) @call.name .)
  (value_arguments) @call.args) (annotated_lambda)) @call
(call_expression . [(call_expression) (index_expression) (parenthesized_expression) (unary_expression)] @call.function (value_arguments)) @call
(constructor_delegation_call ["this" "super"] @call.name (value_arguments) @call.args) @call
(value_argument . (identifier) @arg.name . "=" . (_) @arg.value) @arg

; --- values
(navigation_expression . (_) @member.object (identifier) @member.name .) @member
(callable_reference . (_) @member.object (identifier) @member.name .) @member
(index_expression . (_) @index.object . (_) @index.key) @index
(binary_expression operator: "+") @concat
(binary_expression left: (_) @choice.value operator: "?:" right: (_) @choice.value) @choice
(as_expression left: (_) @choice.value right: (_) @choice.type) @choice
(if_expression condition: (_) (_) @choice.value) @choice
(when_expression (when_entry (_) @choice.value .)) @choice
(try_expression . (block (_) @choice.value .)) @choice

(string_literal) @string
(multiline_string_literal) @string
(character_literal) @string
(string_content) @string.part
(escape_sequence) @string.part
(interpolation) @hole
(number_literal) @constant
(float_literal) @constant
((identifier) @constant (#any-of? @constant "true" "false" "null"))
(this_expression) @name
(super_expression) @name
(identifier) @name
