; PHP. Specific patterns stand first: the first that names a node decides its role.

; --- what is no expression
(comment) @comment
(text) @ignore
(php_tag) @ignore
(expression_statement) @statement

; --- names of things
(namespace_definition name: (namespace_name) @space.name body: (_)? @space.body) @space
(namespace_use_declaration
  (namespace_use_clause [(name) (qualified_name)] @import.module alias: (name)? @import.alias) @import)
(namespace_use_declaration (namespace_name) @import.module
  body: (namespace_use_group (namespace_use_clause . (_) @import.name alias: (name)? @import.alias) @import))
(include_expression (_) @import.module) @import
(include_once_expression (_) @import.module) @import
(require_expression (_) @import.module) @import
(require_once_expression (_) @import.module) @import

; --- definitions
(class_declaration name: (name) @class.name) @class
(class_declaration (base_clause (_) @class.base)) @class
(class_declaration (class_interface_clause (_) @class.base)) @class
(class_declaration body: (declaration_list (use_declaration [(name) (qualified_name)] @class.base))) @class
(anonymous_class (base_clause (_) @class.base)) @class
(anonymous_class) @class
(interface_declaration name: (name) @interface.name) @interface
(interface_declaration (base_clause (_) @interface.base)) @interface
(trait_declaration name: (name) @module.name) @module
(enum_declaration name: (name) @enum.name) @enum
(enum_case name: (name) @field.name value: (_)? @field.value) @field @field.static
(const_declaration (const_element . (name) @field.name (_) @field.value) @field @field.static)
(property_declaration type: (_) @field.type (property_element) @field)
(property_declaration (static_modifier) @field.static (property_element) @field)
(property_element name: (_) @field.name default_value: (_)? @field.value) @field

(method_declaration (static_modifier) @function.static) @function
(method_declaration return_type: (_) @function.returns) @function
(method_declaration body: (_) @function.body) @function
(method_declaration name: (_) @function.name parameters: (_) @function.params) @function
(function_definition return_type: (_) @function.returns) @function
(function_definition name: (_) @function.name parameters: (_) @function.params body: (_) @function.body) @function
(anonymous_function parameters: (_) @function.params body: (_) @function.body) @function
(arrow_function parameters: (_) @function.params body: (_) @function.value) @function
(anonymous_function_use_clause) @ignore

(simple_parameter type: (_)? @param.type name: (_) @param.name default_value: (_)? @param.default) @param
(variadic_parameter type: (_)? @param.type name: (_) @param.name) @param @param.rest
(property_promotion_parameter type: (_)? @param.type name: (_) @param.name default_value: (_)? @param.default)
  @param @param.field
(attribute . (_) @annotation.name parameters: (_)? @annotation.args) @annotation

; --- bindings
(assignment_expression left: (list_literal (_) @assign.target) right: (_) @assign.value) @assign
(assignment_expression
  left: [(variable_name) (member_access_expression) (nullsafe_member_access_expression)
         (scoped_property_access_expression) (subscript_expression) (dynamic_variable_name)] @assign.target
  right: (_) @assign.value) @assign
(reference_assignment_expression left: (_) @assign.target right: (_) @assign.value) @assign
(augmented_assignment_expression left: (_) @assign.target operator: "??=" right: (_) @assign.value) @assign
(augmented_assignment_expression left: (_) @assign.target operator: ".=" right: (_) @assign.value)
  @assign @assign.append
(global_declaration (variable_name) @assign.target) @assign @assign.outer
(static_variable_declaration name: (_) @assign.target value: (_)? @assign.value) @assign
(foreach_statement . (_) @assign.value . [(variable_name) (member_access_expression) (subscript_expression) (by_ref)]
  @assign.target) @assign @assign.element
(foreach_statement . (_) @assign.value . (pair (_) (_) @assign.target .)) @assign @assign.element
(foreach_statement (pair . (variable_name) @assign.key)) @assign
(foreach_statement . (_) @assign.value . (list_literal (_) @assign.target)) @assign @assign.element
(function_call_expression function: (name) @_define
  arguments: (arguments . (argument (_) @assign.target) . (argument (_) @assign.value))
  (#any-of? @_define "define" "\\define")) @assign
(binary_expression left: [(variable_name) (member_access_expression)] @assign.target operator: "instanceof"
  right: [(name) (qualified_name)] @assign.type) @assign
(return_statement (_)? @return.value) @return

; --- calls
(function_call_expression function: [(name) (qualified_name)] @call.name arguments: (_) @call.args) @call
(function_call_expression
  function: [(variable_name) (parenthesized_expression) (function_call_expression) (subscript_expression)
             (array_creation_expression) (member_call_expression) (string) (encapsed_string) (dynamic_variable_name)]
  @call.function arguments: (_) @call.args) @call
(member_call_expression object: (_) @call.receiver name: (name) @call.name arguments: (_) @call.args) @call
(member_call_expression object: (_) @call.receiver
  name: [(variable_name) (dynamic_variable_name) (expression)] @call.function arguments: (_) @call.args) @call
(nullsafe_member_call_expression object: (_) @call.receiver name: (name) @call.name arguments: (_) @call.args) @call
(scoped_call_expression scope: (_) @call.receiver name: (name) @call.name arguments: (_) @call.args)
  @call @call.static
(scoped_call_expression scope: (_) @call.receiver name: [(variable_name) (dynamic_variable_name)] @call.function
  arguments: (_) @call.args) @call @call.static
(argument name: (name) @arg.name (_) @arg.value .) @arg
(object_creation_expression . [(name) (qualified_name)] @new.type) @new
(object_creation_expression . [(variable_name) (member_access_expression) (subscript_expression)
  (scoped_property_access_expression) (parenthesized_expression) (dynamic_variable_name)] @new.function) @new
(object_creation_expression (arguments) @new.args) @new
(object_creation_expression) @new

; --- values
(member_access_expression object: (_) @member.object name: (_) @member.name) @member
(nullsafe_member_access_expression object: (_) @member.object name: (_) @member.name) @member
(scoped_property_access_expression scope: (_) @member.object name: (_) @member.name) @member @member.static
(class_constant_access_expression . (_) @member.object (_) @member.name .) @member @member.static
(subscript_expression . (_) @index.object (_)? @index.key .) @index
(binary_expression operator: ["." "+"]) @concat
(binary_expression left: (_) @choice.value operator: "??" right: (_) @choice.value) @choice
(binary_expression left: (_) @choice.value operator: "||" right: (_) @choice.value) @choice
(conditional_expression body: (_) @choice.value alternative: (_) @choice.value) @choice
(conditional_expression condition: (_) @choice.value !body alternative: (_) @choice.value) @choice
(match_expression body: (match_block (match_conditional_expression return_expression: (_) @choice.value))) @choice
(match_expression body: (match_block (match_default_expression return_expression: (_) @choice.value))) @choice
(array_element_initializer . (_) @entry.key (_) @entry.value .) @entry
(array_creation_expression) @list

(string) @string
(encapsed_string) @string
(heredoc) @string
(nowdoc) @string
(shell_command_expression) @string
(string_content) @string.part
(escape_sequence) @string.part
(nowdoc_string) @string.part
(integer) @constant
(float) @constant
(boolean) @constant
(null) @constant
(variable_name) @name
(dynamic_variable_name) @name
(relative_scope) @name
(qualified_name) @name
(name) @name
