; PowerShell. Specific patterns stand first: the first that names a node decides its role.

(comment) @comment

(command command_name: (command_name) @_import command_elements: (command_elements (generic_token) @import.module .)
  (#match? @_import "(?i)^(import-module|using)$")) @import
(command command_name: (command_name) @_add command_elements: (command_elements (command_parameter)
  [(generic_token) (array_literal_expression)] @import.module .) (#match? @_add "(?i)^add-type$")) @import

; a script's own parameters are variables with a default
(program (param_block (parameter_list (script_parameter (variable) @assign.target
  (script_parameter_default) @assign.value) @assign)))

; --- classes and functions
(class_statement . (simple_name) @class.name . (simple_name)? @class.base) @class
(class_property_definition (type_literal (type_spec) @field.type)? (variable) @field.name (_)? @field.value) @field
(class_method_definition (simple_name) @function.name (class_method_parameter_list)? @function.params
  (script_block) @function.body) @function
(class_method_parameter (type_literal (type_spec) @param.type)? (variable) @param.name) @param
(function_statement (function_name) @function.name) @function
(function_statement (function_parameter_declaration) @function.params) @function
(function_statement (script_block) @function.body) @function
(script_parameter (variable) @param.name (script_parameter_default)? @param.default) @param
(script_parameter (attribute_list (attribute (type_literal (type_spec) @param.type)))) @param
(flow_control_statement "return" (_)? @return.value) @return
(script_block_expression (script_block) @function.body) @function

; --- bindings
(assignment_expression (left_assignment_expression) @assign.target (assignement_operator) @_set value: (_) @assign.value
  (#eq? @_set "=")) @assign
(assignment_expression (left_assignment_expression) @assign.target (assignement_operator) @_set value: (_) @assign.value
  (#eq? @_set "+=")) @assign @assign.append
(foreach_statement (variable) @assign.target (pipeline) @assign.value) @assign @assign.element

; --- calls
(command command_name: (command_name) @_new command_elements: (command_elements . (command_argument_sep)? .
  (generic_token) @new.type) (#match? @_new "(?i)^new-object$")) @new
(command command_name: (command_name) @_new command_elements: (command_elements (command_parameter) @_type .
  (command_argument_sep)? . (generic_token) @new.type) (#match? @_new "(?i)^new-object$")
  (#match? @_type "(?i)^-TypeName$")) @new
(command command_name: (command_name) @_new command_elements: (command_elements
  (array_literal_expression (unary_expression [(hash_literal_expression (hash_literal_body) @new.init)
    (parenthesized_expression) @new.args])))
  (#match? @_new "(?i)^new-object$")) @new
(command_elements (command_parameter) @arg @arg.name . (command_argument_sep) .
  [(generic_token) (array_literal_expression) (path_command_name)] @arg.value)
(command_parameter) @constant
(command_argument_sep) @ignore
(command command_name: (_) @call.name) @call
(command command_elements: (_) @call.args) @call
(invokation_expression . (type_literal (type_spec) @new.type) (member_name) @_new (argument_list (argument_expression_list)? @new.args)
  (#match? @_new "(?i)^new$")) @new
(invokation_expression . (_) @call.receiver (member_name [(variable) (sub_expression)] @call.function)
  (argument_list (argument_expression_list)? @call.args)) @call
(invokation_expression . (type_literal)) @call @call.static
(invokation_expression . (_) @call.receiver (member_name) @call.name (argument_list (argument_expression_list)? @call.args)) @call

; --- values
(member_access . (_) @member.object (member_name) @member.name) @member
(element_access . (_) @index.object (_) @index.key) @index
(additive_expression (additive_expression) (additive_expression)? "+" ) @concat
(additive_expression (_) "+" (_)) @concat
(additive_argument_expression (_) "+" (_)) @concat
(hash_entry (key_expression (_) @entry.key) (_) @entry.value) @entry
(hash_literal_expression) @map
(array_literal_expression (_) (_)) @list
(array_expression) @list
(format_expression . (_) @format.template (format_operator) (_) @format.args) @format
(cast_expression (_) (unary_expression) @choice.value) @choice

(string_literal [(expandable_string_literal) (expandable_here_string_literal) (verbatim_string_characters)
  (verbatim_here_string_characters)] @string)
(type_literal (type_spec) @name)
(integer_literal) @constant
(real_literal) @constant
(generic_token) @constant
(sub_expression) @hole
(simple_name) @name
(variable) @name
