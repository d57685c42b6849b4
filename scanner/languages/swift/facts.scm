; Swift. Specific patterns stand first: the first that names a node decides its role.
; A call of a name in upper case is read as a construction: the language has no `new`.

(comment) @comment
(multiline_comment) @comment
(user_type) @ignore
(optional_type) @ignore
(array_type) @ignore
(dictionary_type) @ignore
(function_type) @ignore
(import_declaration (identifier) @import.module) @import

(typealias_declaration name: (_) @alias.name value: (_) @alias.type) @alias

; --- definitions
(class_declaration "enum" name: (_) @enum.name) @enum
(class_declaration "enum" (inheritance_specifier inherits_from: (_) @enum.base)) @enum
(class_declaration "extension" name: (user_type) @class.name) @class
(class_declaration name: (type_identifier) @class.name) @class
(class_declaration (inheritance_specifier inherits_from: (_) @class.base)) @class
(protocol_declaration name: (_) @interface.name) @interface
(protocol_declaration (inheritance_specifier inherits_from: (_) @interface.base)) @interface
(enum_entry name: (_) @field.name . raw_value: (_) @field.value) @field @field.static
(enum_entry name: (_) @field.name) @field @field.static

(class_body (property_declaration (modifiers (property_modifier) @_static)) @field @field.static (#eq? @_static "static"))
(class_body (property_declaration name: (pattern bound_identifier: (_) @field.name)) @field)
(class_body (property_declaration (type_annotation (_) @field.type)) @field)
; lazy var x: X = { … return X() }()
(class_body (property_declaration value: (call_expression . (lambda_literal (statements
  (control_transfer_statement result: (_) @field.value) .)) (call_suffix (value_arguments) . ))) @field)
(class_body (property_declaration value: (_) @field.value) @field)
(property_declaration name: (pattern bound_identifier: (_) @function.name)
  computed_value: (computed_property (statements) @function.body) @function)
(property_declaration name: (pattern bound_identifier: (_))
  computed_value: (computed_property (statements . (_) .)) @function @function.implicit_return)

(function_declaration . (modifiers)? . name: (simple_identifier) @function.name) @function
(function_declaration (modifiers (property_modifier) @function.static) (#any-of? @function.static "static" "class")) @function
(function_declaration [(user_type) (optional_type)] @function.returns body: (_)) @function
(function_declaration body: (function_body (statements) @function.body)) @function
(function_declaration body: (function_body (statements . (_) .))) @function @function.implicit_return
(protocol_function_declaration . (modifiers)? . name: (simple_identifier) @function.name) @function
(init_declaration "init" @function.name) @function @function.constructor
(init_declaration body: (function_body (statements) @function.body)) @function
(lambda_literal (statements) @function.body) @function
(lambda_literal (statements . (_) .)) @function @function.implicit_return
(lambda_literal) @function
(lambda_parameter . name: (simple_identifier) @param.name) @param
(lambda_parameter (user_type) @param.type) @param
(parameter external_name: (_)? . name: (simple_identifier) @param.name) @param
(parameter [(user_type) (optional_type) (array_type) (dictionary_type)] @param.type) @param
(function_declaration (parameter) @param . "=" . default_value: (_) @param.default)
(init_declaration (parameter) @param . "=" . default_value: (_) @param.default)
(attribute (user_type) @annotation.name) @annotation

; --- bindings
(property_declaration name: (pattern bound_identifier: (_) @assign.target)) @assign
(property_declaration (type_annotation (_) @assign.type)) @assign
(property_declaration value: (_) @assign.value) @assign
(if_statement . condition: (value_binding_pattern) . bound_identifier: (_) @assign.target . condition: "="
  . condition: (_) @assign.value) @assign
(guard_statement . condition: (value_binding_pattern) . bound_identifier: (_) @assign.target . condition: "="
  . condition: (_) @assign.value) @assign
(for_statement item: (pattern bound_identifier: (_) @assign.target) collection: (_) @assign.value) @assign @assign.element
(assignment target: (directly_assignable_expression (_) @assign.target) operator: "=" result: (_) @assign.value)
  @assign @assign.outer
(assignment target: (directly_assignable_expression (_) @assign.target) operator: "+=" result: (_) @assign.value)
  @assign @assign.append @assign.outer
(directly_assignable_expression (call_expression . (_) @index.object
  (call_suffix (value_arguments . "[" (value_argument value: (_) @index.key)))) @index)
(control_transfer_statement "return" result: (_) @return.value) @return

; --- calls
; text.data(using: .utf8), Data(text.utf8), String(x) and String(format: …) are their text.
(call_expression . (navigation_expression target: (_) @choice.value suffix: (navigation_suffix suffix: (_) @_data))
  (call_suffix (value_arguments (value_argument name: (value_argument_label (simple_identifier) @_using))))
  (#eq? @_data "data") (#eq? @_using "using")) @choice
(call_expression . (simple_identifier) @_string (call_suffix (value_arguments . (value_argument !name value: (_) @choice.value) .))
  (#any-of? @_string "String" "Data" "NSString")) @choice
(call_expression . (simple_identifier) @_string (call_suffix (value_arguments
  . (value_argument name: (value_argument_label (simple_identifier) @_format) value: (_) @format.template)) @format.args)
  (#any-of? @_string "String" "NSString") (#eq? @_format "format")) @format
(navigation_expression target: (_) @choice.value suffix: (navigation_suffix suffix: (_) @_utf8) (#eq? @_utf8 "utf8")) @choice
; "a" + f(x), "a" + x.f(1): the grammar takes the sum for what is called.
(call_expression . (navigation_expression target: (additive_expression)) (call_suffix) @ignore) @concat
(navigation_expression target: (additive_expression) suffix: (_) @ignore) @concat
(call_expression . (additive_expression)) @concat
(call_expression . (navigation_expression target: (_) @_object suffix: (navigation_suffix suffix: (simple_identifier) @new.type))
  (call_suffix (value_arguments) @new.args) (#match? @new.type "^[A-Z]\\w*[a-z]") (#match? @_object "^\\w+$")) @new
(call_expression . (simple_identifier) @new.type (call_suffix (value_arguments . "(") @new.args) (#match? @new.type "^[A-Z]\\w*[a-z]")) @new
(call_expression . (simple_identifier) @_index (call_suffix (value_arguments . "[" (value_argument value: (_) @index.key)))) @index
(call_expression . (_) @index.object (call_suffix (value_arguments . "[" (value_argument value: (_) @index.key)))) @index
(call_expression . (simple_identifier) @call.name) @call
(call_expression . (navigation_expression target: (_) @call.receiver suffix: (navigation_suffix suffix: (simple_identifier) @call.name)))
  @call
(call_expression . [(call_expression) (tuple_expression) (postfix_expression) (lambda_literal)] @call.function (call_suffix)) @call
(call_expression (call_suffix (value_arguments) @call.args)) @call
(call_expression (call_suffix (lambda_literal) @call.block)) @call
(value_argument name: (value_argument_label (_) @arg.name) value: (_) @arg.value) @arg
(value_argument !name value: (_) @arg.value) @arg

; --- values
(navigation_expression target: (_) @member.object suffix: (navigation_suffix suffix: (simple_identifier) @member.name)) @member
(prefix_expression operation: "." target: (simple_identifier) @member.name) @member
(additive_expression op: "+") @concat
(nil_coalescing_expression value: (_) @choice.value if_nil: (_) @choice.value) @choice
(ternary_expression if_true: (_) @choice.value if_false: (_) @choice.value) @choice
(as_expression expr: (_) @choice.value type: (_) @choice.type) @choice
(array_literal) @list
(dictionary_literal) @list
(dictionary_literal key: (_) @entry @entry.key . ":" . value: (_) @entry.value)

(line_string_literal) @string
(multi_line_string_literal) @string
(raw_string_literal) @string
(line_str_text) @string.part
(multi_line_str_text) @string.part
(str_escaped_char) @string.part
(interpolated_expression) @hole
(integer_literal) @constant
(real_literal) @constant
(boolean_literal) @constant
(self_expression) @name
(super_expression) @name
(simple_identifier) @name
