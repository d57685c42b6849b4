; Go. Specific patterns stand first: the first that names a node decides its role.
; Of several results (value, err) the first is followed.

(comment) @comment
(expression_statement) @statement
(package_clause (package_identifier) @space.name) @space
(import_spec name: (package_identifier) @import.alias path: (_) @import.module) @import
(import_spec name: (dot) @import.wildcard path: (_) @import.module) @import
(import_spec path: (_) @import.module) @import

; --- definitions
(type_spec name: (_) @class.name type: (struct_type)) @class
(type_spec type: (struct_type (field_declaration_list (field_declaration !name type: (_) @class.base)))) @class
(type_spec name: (_) @interface.name type: (interface_type)) @interface
(type_spec type: (interface_type (type_elem (_) @interface.base))) @interface
(type_alias name: (_) @class.name type: (_) @class.base) @class
(field_declaration name: (_) @field @field.name type: (_) @field.type)
(field_declaration tag: (_) @ignore)
(method_elem name: (_) @function.name parameters: (_) @function.params) @function
(method_elem result: [(type_identifier) (pointer_type) (qualified_type)] @function.returns) @function
(method_elem result: (parameter_list . (parameter_declaration type: (_) @function.returns))) @function

(function_declaration name: (_) @function.name parameters: (_) @function.params) @function
(function_declaration body: (_) @function.body) @function
(function_declaration result: [(type_identifier) (pointer_type) (qualified_type)] @function.returns) @function
(function_declaration result: (parameter_list . (parameter_declaration type: (_) @function.returns))) @function
(method_declaration name: (_) @function.name parameters: (_) @function.params) @function
(method_declaration body: (_) @function.body) @function
(method_declaration result: [(type_identifier) (pointer_type) (qualified_type)] @function.returns) @function
(method_declaration result: (parameter_list . (parameter_declaration type: (_) @function.returns))) @function
; The receiver is a variable of its type, and no parameter that a caller passes.
(method_declaration receiver: (parameter_list (parameter_declaration type: (_) @function.receiver))) @function
(method_declaration receiver: (parameter_list
  (parameter_declaration name: (_) @assign @assign.target type: (_) @assign.type)))
(func_literal parameters: (_) @function.params) @function
(func_literal body: (_) @function.body) @function
(function_declaration result: (parameter_list) @ignore)
(method_declaration result: (parameter_list) @ignore)
(method_elem result: (parameter_list) @ignore)
(func_literal result: (parameter_list) @ignore)
(function_type) @ignore
(parameter_declaration name: (_) @param @param.name type: (_) @param.type)
(variadic_parameter_declaration name: (_) @param.name type: (_) @param.type) @param @param.rest

; --- bindings
(const_spec name: (_) @field.name type: (_)? @field.type value: (expression_list . (_) @field.value .)) @field
(const_spec name: (_) @assign.target value: (expression_list (_) . (_)) @assign.value @list) @assign
(var_spec name: (_) @assign.target value: (expression_list (_) . (_)) @assign.value @list) @assign
(var_spec . name: (_) @assign.target value: (expression_list . (_) @assign.value .)) @assign
(var_spec . name: (_) @assign.target) @assign
(var_spec type: (_) @assign.type) @assign
(short_var_declaration left: (expression_list (_) @assign.target)
  right: (expression_list (_) . (_)) @assign.value @list) @assign
(short_var_declaration left: (expression_list . (_) @assign.target) right: (expression_list . (_) @assign.value .)) @assign
(assignment_statement left: (expression_list (_) @assign.target) operator: "="
  right: (expression_list (_) . (_)) @assign.value @list) @assign @assign.outer
(assignment_statement left: (expression_list . (_) @assign.target) operator: "="
  right: (expression_list . (_) @assign.value .)) @assign @assign.outer
(assignment_statement left: (expression_list . (_) @assign.target .) operator: "+="
  right: (expression_list . (_) @assign.value .)) @assign @assign.append @assign.outer
(range_clause left: (expression_list (_) @assign.target .) right: (_) @assign.value) @assign @assign.element
(range_clause left: (expression_list . (identifier) @assign.key . (_) .)) @assign
(type_switch_statement alias: (expression_list (_) @assign.target) value: (_) @assign.value) @assign
(return_statement (expression_list . (_) @return.value)) @return

; --- calls
(call_expression function: (identifier) @_append arguments: (argument_list . (_) @choice.value . (_) @choice.value .)
  (#eq? @_append "append")) @choice
; []byte("…"), string(x) and strings.NewReader("…") are their text.
(type_conversion_expression operand: (_) @choice.value) @choice
(call_expression function: (selector_expression operand: (identifier) @_package field: (field_identifier) @_reader)
  arguments: (argument_list . (_) @choice.value .) (#any-of? @_package "strings" "bytes")
  (#any-of? @_reader "NewReader" "NewBufferString" "NewBuffer" "TrimSpace")) @choice
(call_expression function: (identifier) @_string arguments: (argument_list . (_) @choice.value .)
  (#eq? @_string "string")) @choice
(call_expression function: (identifier) @_new arguments: (argument_list . (_) @new.type .) (#eq? @_new "new")) @new
(call_expression function: (identifier) @call.name arguments: (_) @call.args) @call
(call_expression function: (selector_expression operand: (_) @call.receiver field: (_) @call.name)
  arguments: (_) @call.args) @call
(call_expression function: [(call_expression) (index_expression) (parenthesized_expression) (func_literal)]
  @call.function arguments: (_) @call.args) @call
(composite_literal type: [(type_identifier) (qualified_type) (generic_type)] @new.type body: (_) @new.init) @new

; --- values
(selector_expression operand: (_) @member.object field: (_) @member.name) @member
(index_expression operand: (_) @index.object index: (_) @index.key) @index
(binary_expression operator: "+") @concat
(type_assertion_expression operand: (_) @choice.value) @choice
(literal_value) @list
(keyed_element key: (_) @entry.key value: (_) @entry.value) @entry

(interpreted_string_literal) @string
(raw_string_literal) @string
(rune_literal) @string
(int_literal) @constant
(float_literal) @constant
(true) @constant
(false) @constant
(nil) @constant
(identifier) @name
