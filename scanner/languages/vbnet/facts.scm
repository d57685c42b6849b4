; VB.NET. Specific patterns stand first: the first that names a node decides its role.
; The grammar reads `a = b` as a comparison in a call statement, and some keywords as names.

(comment) @comment
(type) @ignore
(imports_statement namespace: (_) @import.module) @import
(namespace_block name: (_) @space.name) @space @space.body

; --- definitions
(class_block (field_declaration (variable_declarator name: (identifier) @_inherits) (ERROR (identifier) @class.base))
  (#match? @_inherits "(?i)^(inherits|implements)$")) @class
(class_block (inherits_clause (_) @class.base)) @class
(class_block (implements_clause (_) @class.base)) @class
(class_block name: (_) @class.name) @class
(structure_block name: (_) @class.name) @class
(module_block name: (_) @module.name) @module
(interface_block name: (_) @interface.name) @interface
(enum_block name: (_) @enum.name) @enum
(enum_member name: (_) @field.name value: (_)? @field.value) @field @field.static
(const_declaration name: (_) @field.name value: (_) @field.value) @field @field.static
(const_declaration (as_clause type: (_) @field.type)) @field
(field_declaration (modifiers (modifier) @_shared) (variable_declarator) @field @field.static (#match? @_shared "(?i)^shared$"))
(field_declaration (variable_declarator name: (identifier) @_inherits) (ERROR) (#match? @_inherits "(?i)^(inherits|implements)$")) @ignore
(field_declaration (variable_declarator name: (_) @field.name) @field)
(field_declaration (variable_declarator (as_clause type: (_) @field.type)) @field)
(field_declaration (variable_declarator initializer: (_) @field.value) @field)
(property_declaration name: (_) @field.name) @field
(property_declaration (as_clause type: (_) @field.type)) @field
(property_declaration initializer: (_) @field.value) @field
(property_declaration name: (_) @function.name (get_accessor (statement . (return_statement (_) @function.value) .)) @function @function.getter)

(method_declaration name: (_) @function.name) @function
(method_declaration return_type: (_) @function.returns) @function
(method_declaration (statement)) @function @function.body
(method_declaration (modifiers (modifier) @function.static (#match? @function.static "(?i)^shared$"))) @function
(constructor_declaration) @function @function.constructor @function.body
(lambda_expression (lambda_parameter name: (_) @param.name) @param)
(lambda_expression (expression) @function.value) @function
(lambda_expression) @function
(parameter name: (_) @param.name) @param
(parameter (as_clause type: (_) @param.type)) @param
(parameter default_value: (_) @param.default) @param
(attribute name: (_) @annotation.name (argument_list)? @annotation.args) @annotation

(with_statement target: (_) @with.object) @with

; --- bindings
(dim_statement name: (_) @assign.target) @assign
(dim_statement (as_clause type: (_) @assign.type)) @assign
(dim_statement initializer: (_) @assign.value) @assign
(using_statement value: (expression (binary_expression left: (_) @assign.target operator: "=" right: (_) @assign.value) @assign))
(for_each_statement variable: (_) @assign.target collection: (_) @assign.value) @assign @assign.element
(call_statement (expression (binary_expression left: (_) @assign.target operator: "=" right: (_) @assign.value) @assign @assign.outer))
(compound_assignment_statement left: (_) @assign.target operator: "+=" right: (_) @assign.value)
  @assign @assign.append @assign.outer
(return_statement (expression) @return.value) @return
(member_initializer member: (_) @entry.key value: (_) @entry.value) @entry

; --- calls
(argument name: (_) @arg.name (expression) @arg.value) @arg
(invocation target: (identifier) @_cast arguments: (argument_list . (argument (_) @choice.value) (argument (_) @choice.type))
  (#match? @_cast "(?i)^(ctype|directcast|trycast)$")) @choice
(call_statement (expression . (identifier) @call @call.name .))
(call_statement (expression . (member_access object: (_) @call.receiver member: (_) @call.name) @call .))
(invocation target: (identifier) @call.name arguments: (_) @call.args) @call
(invocation target: (member_access object: (_) @call.receiver member: (_) @call.name)) @call
(invocation arguments: (_) @call.args) @call
; New T() {a, b} and New List(Of T) From {a, b} are what is in them.
(new_expression (object_initializers) @choice.value @list) @choice
(new_expression type: (_) @new.type) @new
(new_expression (argument_list) @new.args) @new
(new_expression (with_initializer) @new.init) @new

; --- values
(member_access object: (_) @member.object member: (_) @member.name) @member
(binary_expression left: (_) !operator right: (_)) @concat
(binary_expression operator: "+") @concat
(invocation target: (identifier) @_if arguments: (argument_list . (argument (_) @choice.value) . (argument (_) @choice.value) .)
  (#match? @_if "(?i)^[ix]f$")) @choice
(invocation target: (identifier) @_if arguments: (argument_list . (argument (_)) . (argument (_) @choice.value) . (argument (_) @choice.value) .)
  (#match? @_if "(?i)^(i|x|ii)f$")) @choice
(ternary_expression true_branch: (_) @choice.value false_branch: (_) @choice.value) @choice
(array_literal) @list
(string_literal) @string
(interpolation) @hole
(literal [(integer_literal) (floating_point_literal) (boolean_literal)] @constant)
((identifier) @constant (#any-of? @constant "True" "False" "Nothing" "true" "false" "nothing"))
(identifier) @name
