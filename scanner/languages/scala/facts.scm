; Scala. Specific patterns stand first: the first that names a node decides its role.

(comment) @comment
(block_comment) @comment
(type_arguments) @ignore
(package_clause name: (_) @space.name body: (_) @space.body) @space
(package_clause name: (_) @space.name) @space
(import_declaration path: (_) @import.module (namespace_wildcard) @import.wildcard) @import
(import_declaration path: (_) @import.module (namespace_selectors (identifier) @import.name)) @import
(import_declaration path: (_) @import.module (namespace_selectors
  (arrow_renamed_identifier name: (_) @import.name alias: (_) @import.alias))) @import
(import_declaration path: (_) @import.module) @import

(type_definition name: (_) @alias.name type: (_) @alias.type) @alias

; --- definitions
; case object Get extends Op("get"): an object, and no class of its own
(object_definition name: (_) @field.name !body extend: (extends_clause type: (_) arguments: (_)) @field.value)
  @field @field.static
(extends_clause type: (_) @new.type arguments: (_) @new.args) @new
(object_definition name: (_) @class.name) @class
(object_definition extend: (extends_clause type: (_) @class.base)) @class
(class_definition name: (_) @class.name) @class
(class_definition extend: (extends_clause type: (_) @class.base)) @class
(trait_definition name: (_) @interface.name) @interface
; trait A { self: B with C => ... }: whoever is an A is one of those, too
(self_type [(type_identifier) (stable_type_identifier) (generic_type)] @extends.base) @extends
(self_type (compound_type [(type_identifier) (stable_type_identifier) (generic_type)] @extends.base)) @extends
(trait_definition extend: (extends_clause type: (_) @interface.base)) @interface
(enum_definition name: (_) @enum.name) @enum
(simple_enum_case name: (_) @field.name) @field @field.static
(object_definition body: (template_body (val_definition) @field @field.static))
(template_body (val_definition pattern: (identifier) @field.name value: (_) @field.value) @field)
(template_body (val_definition type: (_) @field.type) @field)
(template_body (var_definition pattern: (identifier) @field.name value: (_) @field.value) @field)
(template_body (var_definition type: (_) @field.type) @field)
(template_body (val_declaration name: (_) @field.name type: (_) @field.type) @field)
(template_body (var_declaration name: (_) @field.name type: (_) @field.type) @field)
(class_definition class_parameters: (class_parameters) @function @function.constructor)
(class_parameter name: (_) @param.name type: (_) @param.type default_value: (_)? @param.default) @param @param.field

(function_definition name: (_) @function.name) @function
; def tags = …: reading the name runs it
(function_definition !parameters) @function @function.getter
(function_definition parameters: (_) @function.params) @function
(function_definition return_type: (_) @function.returns) @function
(function_definition body: (block) @function.body) @function @function.implicit_return
(function_definition body: (indented_block) @function.body) @function @function.implicit_return
(function_definition body: (_) @function.value) @function
(function_declaration name: (_) @function.name) @function
(function_declaration parameters: (_) @function.params) @function
(function_declaration return_type: (_) @function.returns) @function
(lambda_expression parameters: (identifier) @param @param.name)
(lambda_expression parameters: (bindings (binding name: (_) @param.name type: (_)? @param.type) @param))
(lambda_expression parameters: (_) (_) @function.value .) @function
; fields.map { case (name, value) => f(name, value) }
(call_expression arguments: (case_block . (case_clause pattern: (tuple_pattern) body: (_) @function.body)
  @function @function.implicit_return .))
(case_block . (case_clause pattern: (tuple_pattern (identifier) @param @param.name)) .)
(parameter type: (repeated_parameter_type type: (_) @param.type)) @param @param.rest
(parameter name: (_) @param.name type: (_) @param.type default_value: (_)? @param.default) @param
(annotation name: (_) @annotation.name arguments: (_)? @annotation.args) @annotation
; export leads.*, export leads.{save, find}, export leads.save
(export_declaration path: (identifier) @delegate.target (namespace_wildcard)) @delegate
(export_declaration path: (identifier) @delegate.target (namespace_selectors (identifier) @delegate.name)) @delegate
(export_declaration path: (identifier) @delegate.target . "." . path: (identifier) @delegate.name .) @delegate

; --- bindings
(val_definition pattern: (tuple_pattern (identifier) @assign.target) value: (_) @assign.value) @assign
(val_definition pattern: (identifier) @assign.target value: (_) @assign.value) @assign
(val_definition type: (_) @assign.type) @assign
(var_definition pattern: (identifier) @assign.target value: (_) @assign.value) @assign
(var_definition type: (_) @assign.type) @assign
(enumerator . (tuple_pattern (identifier) @assign.target) "<-" . (_) @assign.value) @assign @assign.element
(enumerator . (identifier) @assign.target "<-" . (_) @assign.value) @assign @assign.element
(enumerator . (identifier) @assign.target "=" . (_) @assign.value) @assign
(arguments (assignment_expression left: (identifier) @arg.name right: (_) @arg.value) @arg)
(assignment_expression left: (_) @assign.target right: (_) @assign.value) @assign @assign.outer
(infix_expression left: (_) @assign.target operator: (operator_identifier) @_add right: (_) @assign.value
  (#eq? @_add "+=")) @assign @assign.append
(return_expression (_) @return.value) @return

; --- calls
(call_expression function: (identifier) @_map arguments: (arguments) @choice.value @map (#eq? @_map "Map")) @choice
(call_expression function: (identifier) @_list arguments: (arguments) @choice.value @list
  (#any-of? @_list "List" "Seq" "Array" "Vector" "Set")) @choice
(infix_expression left: (_) @entry.key operator: (operator_identifier) @_arrow right: (_) @entry.value (#eq? @_arrow "->")) @entry
(call_expression function: (identifier) @_some arguments: (arguments . (_) @choice.value .) (#any-of? @_some "Some" "Option")) @choice
(call_expression function: (identifier) @_try arguments: (block (_) @choice.value .) (#any-of? @_try "Try" "Future" "blocking")) @choice
(postfix_expression . (_) @choice.value . (_) @_eta . (#eq? @_eta "_")) @choice
; a statement whose value nobody takes
(block (identifier) @call @call.name . (_))
(block (field_expression value: (_) @call.receiver field: (identifier) @call.name) @call . (_))
(call_expression function: (identifier) @call.name arguments: (_) @call.args) @call
(call_expression function: (field_expression value: (_) @call.receiver field: (_) @call.name) arguments: (_) @call.args) @call
(call_expression function: (generic_function function: (field_expression value: (_) @call.receiver field: (_) @call.name))
  arguments: (_) @call.args) @call
(call_expression function: [(call_expression) (parenthesized_expression)] @call.function arguments: (_) @call.args) @call
(instance_expression . (compound_type . (_) @new.type)) @new
(instance_expression . (_) @new.type arguments: (_)? @new.args) @new
(instance_expression . (compound_type . (_) @class.base) (template_body) @class)
(instance_expression . [(type_identifier) (generic_type) (stable_type_identifier)] @class.base (template_body) @class)
(instance_expression (template_body) @class)
; port getLead request
(infix_expression left: (_) @call.receiver operator: (identifier) @call.name right: (_) @call.args) @call
; service.getPort without its empty brackets
(field_expression value: (_) @call.receiver field: (identifier) @call.name (#match? @call.name "^get[A-Z]")) @call
(field_expression value: (_) @choice.value field: (identifier) @_trim (#any-of? @_trim "stripMargin" "trim" "toString" "toInt" "toLong" "toDouble" "toBoolean" "asJava" "asScala"
    "toArray" "toList" "toSeq" "toVector" "toIndexedSeq")) @choice
(field_expression value: (_) @choice.value field: (identifier) @_function (#any-of? @_function "curried" "tupled")) @choice
(generic_function function: (field_expression value: (_) @choice.value field: (identifier) @_cast)
  type_arguments: (type_arguments . (_) @choice.type .) (#eq? @_cast "asInstanceOf")) @choice

; --- values
(field_expression value: (_) @member.object field: (_) @member.name) @member
(infix_expression operator: (operator_identifier) @_plus (#any-of? @_plus "+" "++")) @concat
(if_expression consequence: (_) @choice.value alternative: (_) @choice.value) @choice
(match_expression body: (case_block (case_clause body: (_) @choice.value))) @choice
(operator_identifier) @ignore

(interpolated_string_expression) @string
(string) @string
(character_literal) @string
(interpolation) @hole
(interpolated_string_expression interpolator: (_) @ignore)
(integer_literal) @constant
(floating_point_literal) @constant
(boolean_literal) @constant
(null_literal) @constant
(identifier) @name
(field_expression value: (wildcard) @name)
