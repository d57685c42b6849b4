; C#. Specific patterns stand first: the first that names a node decides its role.

(comment) @comment
(expression_statement) @statement
(interpolation_alignment_clause) @ignore
(interpolation_format_clause) @ignore

(using_directive name: (identifier) @import.alias (_) @import.module .) @import
(using_directive "static" @import.wildcard (_) @import.module .) @import
(using_directive (_) @import.module .) @import
(namespace_declaration name: (_) @space.name body: (_) @space.body) @space
(file_scoped_namespace_declaration name: (_) @space.name) @space

; --- definitions
(class_declaration name: (_) @class.name) @class
(class_declaration (base_list (_) @class.base))  @class
(struct_declaration name: (_) @class.name) @class
(struct_declaration (base_list (_) @class.base)) @class
(record_declaration name: (_) @class.name) @class
(record_declaration (base_list (_) @class.base)) @class
(interface_declaration name: (_) @interface.name) @interface
(interface_declaration (base_list (_) @interface.base)) @interface
(enum_declaration name: (_) @enum.name) @enum
(enum_member_declaration name: (_) @field.name value: (_)? @field.value) @field @field.static
(class_declaration (parameter_list (parameter type: (_) @field.type name: (_) @field.name) @field))
(record_declaration (parameter_list (parameter type: (_) @field.type name: (_) @field.name) @field))
(field_declaration (modifier) @_static (variable_declaration (variable_declarator) @field @field.static)
  (#any-of? @_static "static" "const"))
(field_declaration (variable_declaration type: (_) @field.type (variable_declarator name: (_) @field.name) @field))
(field_declaration (variable_declaration (variable_declarator "=" (_) @field.value) @field))
(property_declaration (modifier) @_static (#eq? @_static "static")) @field @field.static
(property_declaration type: (_) @field.type name: (_) @field.name) @field
(property_declaration type: (_) @function.returns name: (_) @function.name
  value: (arrow_expression_clause (_) @function.value) @function @function.getter)
(property_declaration "=" . (_) @field.value) @field
(property_declaration type: (_) @function.returns name: (_) @function.name
  accessors: (accessor_list (accessor_declaration "get" body: (block) @function.body) @function @function.getter))
(property_declaration type: (_) @function.returns name: (_) @function.name
  accessors: (accessor_list (accessor_declaration "get" body: (arrow_expression_clause (_) @function.value)) @function @function.getter))

(method_declaration (modifier) @_static (#eq? @_static "static")) @function @function.static
(method_declaration parameters: (parameter_list . (parameter (modifier) @_this type: (_) @function.receiver))
  (#eq? @_this "this")) @function
(method_declaration body: (block) @function.body) @function
(method_declaration body: (arrow_expression_clause (_) @function.value)) @function
(method_declaration returns: (_) @function.returns name: (_) @function.name parameters: (_) @function.params) @function
(local_function_statement body: (block) @function.body) @function
(local_function_statement body: (arrow_expression_clause (_) @function.value)) @function
(local_function_statement type: (_) @function.returns name: (_) @function.name parameters: (_) @function.params) @function
(constructor_declaration name: (_) @function.name parameters: (_) @function.params) @function @function.constructor
(constructor_declaration body: (_) @function.body) @function
(constructor_initializer ["base" "this"] @call.name (argument_list) @call.args) @call
(lambda_expression parameters: (_) @function.params) @function
(lambda_expression body: (block) @function.body) @function
(lambda_expression body: (expression) @function.value) @function
(anonymous_method_expression parameters: (_) @function.params) @function
(anonymous_method_expression (block) @function.body) @function
(implicit_parameter) @param
(lambda_expression parameters: (implicit_parameter) @param @param.name)
(parameter_list "params" @param.rest type: (_) @param.type name: (identifier) @param @param.name)
(parameter type: (_) @param.type) @param
(parameter name: (_) @param.name) @param
(parameter "=" (_) @param.default) @param
(attribute name: (_) @annotation.name (attribute_argument_list)? @annotation.args) @annotation
(attribute_argument name: (_) @arg.name (_) @arg.value .) @arg

; --- bindings
(initializer_expression (assignment_expression left: (_) @entry.key right: (_) @entry.value) @entry)
(initializer_expression (initializer_expression . (string_literal) @entry.key . [(lambda_expression) (anonymous_method_expression)] @entry.value .) @entry)
(with_initializer (identifier) @entry.key (_) @entry.value .) @entry
(variable_declaration type: (_) @assign.type (variable_declarator name: (_) @assign.target "=" (_) @assign.value) @assign)
(variable_declaration type: (_) @assign.type (variable_declarator name: (_) @assign.target) @assign)
(foreach_statement type: (_)? @assign.type left: (identifier) @assign.target right: (_) @assign.value) @assign @assign.element
(foreach_statement left: (tuple_pattern (_) @assign.target) right: (_) @assign.value) @assign @assign.element
(assignment_expression left: (_) @assign.target operator: ["=" "??="] right: (_) @assign.value) @assign @assign.outer
(assignment_expression left: (_) @assign.target operator: "+=" right: (_) @assign.value)
  @assign @assign.append @assign.outer
(is_pattern_expression expression: (_) @assign.value
  pattern: (declaration_pattern type: (_) @assign.type name: (identifier) @assign.target)) @assign
(declaration_pattern type: (_) @assign.type name: (identifier) @assign.target) @assign
(declaration_expression type: (_) @assign.type name: (identifier) @assign.target) @assign
(return_statement (_)? @return.value) @return

; --- calls
(invocation_expression function: (identifier) @_nameof arguments: (argument_list (argument (_) @choice.value))
  (#eq? @_nameof "nameof")) @choice
(invocation_expression function: (identifier) @_nameof arguments: (argument_list (argument (identifier) @string))
  (#eq? @_nameof "nameof"))
(invocation_expression function: (identifier) @_nameof
  arguments: (argument_list (argument (member_access_expression name: (identifier) @choice.value) @choice))
  (#eq? @_nameof "nameof"))
(invocation_expression function: (identifier) @_nameof
  arguments: (argument_list (argument (member_access_expression name: (identifier) @string)))
  (#eq? @_nameof "nameof"))
(invocation_expression function: [(identifier) (generic_name)] @call.name arguments: (_) @call.args) @call
(invocation_expression function: (member_access_expression expression: _ @call.receiver name: (_) @call.name)
  arguments: (_) @call.args) @call
(invocation_expression function: (conditional_access_expression condition: _ @call.receiver
  (member_binding_expression name: (_) @call.name)) arguments: (_) @call.args) @call
(invocation_expression function: [(element_access_expression) (parenthesized_expression) (invocation_expression)]
  @call.function arguments: (_) @call.args) @call
(argument name: (_) @arg.name (_) @arg.value .) @arg
(object_creation_expression type: (_) @new.type arguments: (_)? @new.args initializer: (_)? @new.init) @new
(variable_declaration type: (_) @new.type (variable_declarator (implicit_object_creation_expression) @new))
(property_declaration type: (_) @new.type value: (implicit_object_creation_expression) @new)
(implicit_object_creation_expression (argument_list)? @new.args (initializer_expression)? @new.init) @new

; --- values
(member_access_expression expression: _ @member.object name: (_) @member.name) @member
(conditional_access_expression condition: _ @member.object (member_binding_expression name: (_) @member.name)) @member
(qualified_name qualifier: (_) @member.object name: (_) @member.name) @member
(element_access_expression expression: (_) @index.object subscript: (_) @index.key) @index
(binary_expression operator: "+") @concat
(binary_expression left: (_) @choice.value operator: "??" right: (_) @choice.value) @choice
(conditional_expression consequence: (_) @choice.value alternative: (_) @choice.value) @choice
(switch_expression (switch_expression_arm (_) @choice.value .)) @choice
(array_creation_expression (initializer_expression) @choice.value) @choice
(implicit_array_creation_expression (initializer_expression) @list)
(initializer_expression) @list
(collection_expression) @list
(anonymous_object_creation_expression) @map
(as_expression left: (_) @choice.value right: (_) @choice.type) @choice
(cast_expression type: (_) @choice.type value: (_) @choice.value) @choice

(string_literal) @string
(verbatim_string_literal) @string
(raw_string_literal) @string
(interpolated_string_expression) @string
(character_literal) @string
(string_content) @string.part
(raw_string_content) @string.part
(interpolated_string_expression (escape_sequence) @string.part)
(interpolation) @hole
(integer_literal) @constant
(real_literal) @constant
(boolean_literal) @constant
(null_literal) @constant
(generic_name) @name
(alias_qualified_name) @name
(predefined_type) @name
(identifier) @name
