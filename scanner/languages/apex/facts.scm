; Apex. Specific patterns stand first: the first that names a node decides its role.

(line_comment) @comment
(block_comment) @comment
(expression_statement) @statement
(query_expression) @ignore
(trigger_declaration name: (_) @function.name body: (_) @function.body) @function

; --- definitions
(class_declaration name: (_) @class.name) @class
(class_declaration superclass: (superclass (_) @class.base)) @class
(class_declaration interfaces: (interfaces (type_list (_) @class.base))) @class
(interface_declaration name: (_) @interface.name) @interface
(interface_declaration (extends_interfaces (type_list (_) @interface.base))) @interface
(enum_declaration name: (_) @enum.name) @enum
(enum_constant name: (_) @field.name) @field @field.static
(field_declaration (modifiers (modifier (static))) declarator: (variable_declarator) @field @field.static)
(field_declaration type: (_) @field.type
  declarator: (variable_declarator name: (_) @field.name value: (_)? @field.value) @field)
(field_declaration type: (_) @function.returns declarator: (variable_declarator name: (_) @function.name)
  (accessor_list (accessor_declaration accessor: "get" body: (_) @function.body) @function))

(method_declaration (modifiers (modifier (static)) @function.static)) @function
(method_declaration body: (_) @function.body) @function
(method_declaration type: (_) @function.returns name: (_) @function.name parameters: (_) @function.params) @function
(constructor_declaration name: (_) @function.name parameters: (_) @function.params body: (_) @function.body)
  @function @function.constructor
(formal_parameter type: (_) @param.type name: (_) @param.name) @param
(annotation name: (_) @annotation.name arguments: (_)? @annotation.args) @annotation
(annotation_key_value key: (_) @arg.name value: (_) @arg.value) @arg

; --- bindings
; new Account(Name = 'x'): the record's fields
(object_creation_expression arguments: (argument_list
  (assignment_expression left: (_) @arg.name right: (_) @arg.value) @arg))
(local_variable_declaration type: (_) @assign.type
  declarator: (variable_declarator name: (_) @assign.target value: (_)? @assign.value) @assign)
(enhanced_for_statement type: (_) @assign.type name: (_) @assign.target value: (_) @assign.value) @assign @assign.element
(assignment_expression left: (_) @assign.target operator: (assignment_operator) @_set right: (_) @assign.value
  (#eq? @_set "=")) @assign @assign.outer
(assignment_expression left: (_) @assign.target operator: (assignment_operator) @_add right: (_) @assign.value
  (#eq? @_add "+=")) @assign @assign.append @assign.outer
(return_statement (_)? @return.value) @return

; --- calls
(method_invocation name: (_) @call.name arguments: (_) @call.args) @call
(method_invocation object: (_) @call.receiver) @call
(explicit_constructor_invocation constructor: (_) @call.name arguments: (_) @call.args) @call
(object_creation_expression type: (_) @new.type arguments: (_) @new.args) @new
(array_creation_expression value: (array_initializer) @choice.value) @choice
(map_creation_expression value: (map_initializer) @choice.value) @choice

; --- values
(field_access object: (_) @member.object field: (_) @member.name) @member
(array_access array: (_) @index.object index: (_) @index.key) @index
(array_initializer) @list
(map_initializer) @map
(map_key_initializer . (_) @entry.key (_) @entry.value .) @entry
(binary_expression operator: "+") @concat
(binary_expression left: (_) @choice.value operator: "??" right: (_) @choice.value) @choice
(ternary_expression consequence: (_) @choice.value alternative: (_) @choice.value) @choice
(cast_expression value: (_) @choice.value) @choice

(string_literal) @string
(int) @constant
(decimal_floating_point_literal) @constant
(boolean) @constant
(null_literal) @constant
(this) @name
(super) @name
(identifier) @name
