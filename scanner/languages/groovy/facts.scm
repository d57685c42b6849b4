; Groovy. Its grammar is Java's with additions; what it stumbles over, language.yaml lets it read otherwise.
; Specific patterns stand first: the first that names a node decides its role.

(line_comment) @comment
(block_comment) @comment
(expression_statement) @statement

(package_declaration (_) @space.name) @space
(import_declaration (scoped_identifier) @import.module (asterisk) @import.wildcard) @import
(import_declaration (scoped_identifier) @import.module (identifier) @import.alias) @import
(import_declaration (scoped_identifier) @import.module) @import
(import_declaration (identifier) @import.module .) @import

; --- definitions
(class_declaration name: (_) @class.name) @class
(class_declaration superclass: (superclass (_) @class.base)) @class
(class_declaration interfaces: (super_interfaces (type_list (_) @class.base))) @class
(record_declaration name: (_) @class.name) @class
(record_declaration interfaces: (super_interfaces (type_list (_) @class.base))) @class
(record_declaration parameters: (formal_parameters
  (formal_parameter type: (_) @field.type name: (_) @field.name) @field))
(interface_declaration name: (_) @interface.name) @interface
(interface_declaration (extends_interfaces (type_list (_) @interface.base))) @interface
(annotation_type_declaration name: (_) @interface.name) @interface
(enum_declaration name: (_) @enum.name) @enum
(enum_declaration interfaces: (super_interfaces (type_list (_) @enum.base))) @enum
; GET("get") makes an object of the enumeration
(enum_declaration name: (_) @new.type body: (enum_body (enum_constant arguments: (argument_list) @new @new.args)))
(enum_constant name: (_) @field.name arguments: (_)? @field.value) @field @field.static
(object_creation_expression type: (_) @class.base (class_body) @class)
(field_declaration (modifiers "static" @field.static) declarator: (variable_declarator) @field)
(field_declaration type: (_) @field.type
  declarator: (variable_declarator name: (_) @field.name value: (_)? @field.value) @field)
(constant_declaration type: (_) @field.type
  declarator: (variable_declarator name: (_) @field.name value: (_)? @field.value) @field @field.static)

(method_declaration (modifiers "static" @function.static)) @function
(method_declaration body: (_) @function.body) @function
(method_declaration type: (_) @function.returns name: (_) @function.name parameters: (_) @function.params) @function
(constructor_declaration name: (_) @function.name parameters: (_) @function.params body: (_) @function.body)
  @function @function.constructor
(compact_constructor_declaration name: (_) @function.name body: (_) @function.body) @function @function.constructor
; { p -> f(p) }: the closure has the parameter, not a function inside it
(closure (lambda_expression parameters: (identifier) @param @param.name body: (_) @choice.value) @choice)
(closure (lambda_expression parameters: (inferred_parameters (identifier) @param @param.name) body: (_) @choice.value) @choice)
(closure (lambda_expression parameters: (formal_parameters (formal_parameter type: (_) @param.type name: (_) @param.name) @param)
  body: (_) @choice.value) @choice)
; { k, v -> f(k, v) }: language.yaml has it read as a declaration
(closure . (local_variable_declaration !type . declarator: (variable_declarator !value name: (_) @param.name) @param))
(closure . (local_variable_declaration !type . (variable_declarator) . (variable_declarator !value name: (_) @param.name) @param))
(lambda_expression parameters: (_) @function.params) @function
(lambda_expression body: (block) @function.body) @function
(lambda_expression body: (expression) @function.value) @function
; f(a, b), f(a): without types the grammar takes the first name for a type
(formal_parameters (ERROR (type_identifier) @param @param.name))
(formal_parameter type: (type_identifier) @param.name (ERROR ",")) @param
(formal_parameter (ERROR ",") @param name: (identifier) @param.name)
(formal_parameter type: (type_identifier) @param.name name: (identifier) @_none (#eq? @_none "")) @param
(formal_parameter name: (_) @param.name) @param
(formal_parameter type: (_) @param.type (#match? @param.type "^([A-Z]|[a-z]+\\.|(int|long|boolean|double|float|char|byte|short|def)\\b)")) @param
(spread_parameter . (modifiers)? . (_) @param.type (variable_declarator name: (_) @param.name)) @param @param.rest
(inferred_parameters (identifier) @param @param.name)
(lambda_expression parameters: (identifier) @param @param.name)
(annotation name: (_) @annotation.name arguments: (_) @annotation.args) @annotation
(field_declaration (modifiers [(marker_annotation name: (_) @_delegate) (annotation name: (_) @_delegate)]) @delegate
  declarator: (variable_declarator name: (_) @delegate.target) (#eq? @_delegate "Delegate"))
(marker_annotation name: (_) @annotation.name) @annotation
(element_value_pair key: (_) @arg.name value: (_) @arg.value) @arg
(element_value_array_initializer) @list

; --- bindings
(local_variable_declaration declarator: (variable_declarator name: (_) @assign.target value: (_)? @assign.value) @assign)
(local_variable_declaration type: (_) @assign.type
  declarator: (variable_declarator name: (_) @assign.target value: (_)? @assign.value) @assign)
(enhanced_for_statement type: (_) @assign.type name: (_) @assign.target value: (_) @assign.value)
  @assign @assign.element
(resource type: (_) @assign.type name: (_) @assign.target value: (_) @assign.value) @assign
(instanceof_expression left: (_) @assign.value right: (_) @assign.type name: (identifier) @assign.target) @assign
(assignment_expression left: (_) @assign.target operator: "=" right: (_) @assign.value) @assign @assign.outer
(assignment_expression left: (_) @assign.target operator: "+=" right: (_) @assign.value)
  @assign @assign.append @assign.outer
(binary_expression left: (_) @assign.target operator: "<<" right: (_) @assign.value) @assign @assign.append
(return_statement (_)? @return.value) @return
(yield_statement (_)? @return.value) @return

; --- calls
(method_invocation name: (identifier) @call.function arguments: (_) @call.args (#match? @call.function "^_.*_$")) @call
(method_invocation name: (identifier) @call.function (#match? @call.function "^_.*_$")) @call
(method_invocation body: (closure) @call.block) @call
(method_invocation name: (_) @call.name) @call
(juxt_function_call name: (_) @call.name args: (_) @call.args) @call
(method_invocation name: (_) @call.name arguments: (_) @call.args) @call
(method_invocation object: (_) @call.receiver) @call
(explicit_constructor_invocation constructor: (_) @call.name arguments: (_) @call.args) @call
(object_creation_expression type: (_) @new.type arguments: (_) @new.args) @new
(array_creation_expression value: (array_initializer) @list)
(array_initializer) @list

(closure) @function @function.body @function.implicit_return
(closure (lambda_expression parameters: (identifier) @param @param.name body: (_)))
(function_definition name: (_) @function.name parameters: (_) @function.params) @function
(function_definition body: (closure) @function.body) @function
(map_item key: (identifier) @_spread value: (_) @choice.value (#eq? @_spread "_")) @choice
(map_item key: (_) @entry.key value: (_) @entry.value) @entry
(map_literal) @map
(array_literal) @list

; --- values
((identifier) @string (#match? @string "^_.*_$"))
(string_literal) @string
(field_access object: (_) @member.object field: (_) @member.name) @member
(method_reference . (_) @member.object (identifier) @member.name .) @member
(array_access array: (_) @index.object index: (_) @index.key) @index
(binary_expression operator: "+") @concat
(ternary_expression consequence: (_) @choice.value alternative: (_) @choice.value) @choice
(switch_expression body: (switch_block (switch_rule (expression_statement (_) @choice.value)))) @choice
(cast_expression type: (_) @choice.type value: (_) @choice.value) @choice
(class_literal (_) @name) 

(string_literal) @string
(character_literal) @string
(string_interpolation) @hole
(decimal_integer_literal) @constant
(hex_integer_literal) @constant
(octal_integer_literal) @constant
(binary_integer_literal) @constant
(decimal_floating_point_literal) @constant
(hex_floating_point_literal) @constant
(true) @constant
(false) @constant
(null_literal) @constant
(this) @name
(super) @name
(scoped_identifier) @name
(identifier) @name
