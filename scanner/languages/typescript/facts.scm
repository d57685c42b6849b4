; TypeScript; TSX inherits this file. Specific patterns stand first: the first that names a node decides its role.

(comment) @comment
(html_comment) @comment
(hash_bang_line) @comment
(expression_statement) @statement

; --- classes, types and parameters
(class_declaration name: (_) @class.name) @class
(class_declaration (class_heritage (extends_clause value: (_) @class.base))) @class
(class_declaration (class_heritage (implements_clause (_) @class.base))) @class
(abstract_class_declaration name: (_) @class.name) @class
(abstract_class_declaration (class_heritage (extends_clause value: (_) @class.base))) @class
(abstract_class_declaration (class_heritage (implements_clause (_) @class.base))) @class
(class name: (_) @class.name) @class
(class (class_heritage (extends_clause value: (_) @class.base))) @class
(class) @class
(variable_declarator name: (identifier) @class.name value: (class) @class)
(interface_declaration name: (_) @interface.name) @interface
(interface_declaration (extends_type_clause type: (_) @interface.base)) @interface
(type_alias_declaration name: (_) @interface.name value: (object_type)) @interface
(enum_declaration name: (_) @enum.name) @enum
(enum_body name: (_) @field @field.name @field.static)
(enum_assignment name: (_) @field.name value: (_) @field.value) @field @field.static
(internal_module name: (_) @space.name body: (_) @space.body) @space
(public_field_definition name: (_) @field.name type: (type_annotation (_) @field.type)? value: (_)? @field.value) @field
(public_field_definition "static" @field.static) @field
(property_signature name: (_) @field.name type: (type_annotation (_) @field.type)?) @field
(method_signature name: (_) @function.name parameters: (_) @function.params
  return_type: (type_annotation (_) @function.returns)?) @function
(abstract_method_signature name: (_) @function.name parameters: (_) @function.params
  return_type: (type_annotation (_) @function.returns)?) @function
(function_signature name: (_) @function.name parameters: (_) @function.params) @function
(required_parameter pattern: (identifier) @param.name) @param
(required_parameter pattern: (rest_pattern (identifier) @param.name)) @param @param.rest
(required_parameter pattern: [(object_pattern) (array_pattern)] @param.name) @param
(required_parameter pattern: (object_pattern) @param.pattern) @param
(required_parameter type: (type_annotation (_) @param.type)) @param
(required_parameter value: (_) @param.default) @param
(required_parameter (accessibility_modifier)) @param @param.field
(required_parameter "readonly") @param @param.field
; f(x?: T): it need not be given
(optional_parameter pattern: (_) @param.name @param.default) @param
(optional_parameter type: (type_annotation (_) @param.type)) @param
(optional_parameter (accessibility_modifier)) @param @param.field
(decorator (call_expression function: (_) @annotation.name arguments: (_) @annotation.args)) @annotation
(decorator [(identifier) (member_expression)] @annotation.name) @annotation
(function_declaration return_type: (type_annotation (_) @function.returns)) @function
(method_definition return_type: (type_annotation (_) @function.returns)) @function
(arrow_function return_type: (type_annotation (_) @function.returns)) @function
(variable_declarator name: (identifier) type: (type_annotation (_) @assign.type)) @assign
(import_statement (import_require_clause (identifier) @import.alias source: (string) @import.module)) @import
(public_field_definition name: (_) @function.name value: (arrow_function) @function)

; --- modules
(import_statement (import_clause (identifier) @import.alias @import) source: (string) @import.module)
(import_statement (import_clause (named_imports
  (import_specifier name: (_) @import.name alias: (_)? @import.alias) @import)) source: (string) @import.module)
(import_statement (import_clause (namespace_import (identifier) @import.alias) @import) source: (string) @import.module)
(import_statement . source: (string) @import.module) @import
(export_statement (export_clause (export_specifier name: (_) @import.name alias: (_)? @import.alias) @import)
  source: (string) @import.module)
(export_statement (namespace_export (_) @import.alias) source: (string) @import.module) @import
(export_statement "*" @import.wildcard source: (string) @import.module) @import
(export_statement source: (string) @import.module) @import
(export_statement !source (export_clause
  (export_specifier name: (identifier) @assign.value alias: (identifier) @assign.target) @assign))
(variable_declarator name: (identifier) @import.alias value: (call_expression function: (identifier) @_require
  arguments: (arguments . (string) @import.module .)) (#eq? @_require "require")) @import
(variable_declarator name: (identifier) @import.alias value: (await_expression (call_expression function: (import)
  arguments: (arguments . (string) @import.module)))) @import
(variable_declarator name: (object_pattern (pair_pattern key: (_) @import.name value: (identifier) @import.alias) @import)
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @import.module .))
  (#eq? @_require "require"))
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @import.name)
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @import.module .))
  (#eq? @_require "require")) @import
(variable_declarator name: (identifier) @import.alias value: (member_expression
  object: (call_expression function: (identifier) @_require arguments: (arguments . (string) @import.module .))
  property: (property_identifier) @import.name) (#eq? @_require "require")) @import
; module.exports = require('./x'), module.exports = { ...require('./x') }: all of it is handed on
(assignment_expression left: (member_expression object: (identifier) @_module property: (property_identifier) @import.wildcard)
  right: (call_expression function: (identifier) @_require arguments: (arguments . (string) @import.module .)) @import
  (#eq? @_module "module") (#eq? @_require "require"))
(spread_element "..." @import.wildcard
  (call_expression function: (identifier) @_require arguments: (arguments . (string) @import.module .)) @import
  (#eq? @_require "require"))

; --- functions; one that is assigned takes the name that it is assigned to
(function_declaration name: (_) @function.name parameters: (_) @function.params body: (_) @function.body) @function
(generator_function_declaration name: (_) @function.name parameters: (_) @function.params body: (_) @function.body)
  @function
(function_expression parameters: (_) @function.params body: (_) @function.body) @function
(function_expression name: (_) @function.name) @function
(generator_function parameters: (_) @function.params body: (_) @function.body) @function
(method_definition name: (_) @function.name parameters: (_) @function.params body: (_) @function.body) @function
(method_definition "static" @function.static) @function
(method_definition "get" @function.getter) @function
(arrow_function parameters: (_) @function.params) @function
(arrow_function parameter: (identifier) @function.params) @function
(arrow_function body: (statement_block) @function.body) @function
(arrow_function body: (expression) @function.value) @function
(arrow_function parameter: (identifier) @param @param.name)
(variable_declarator name: (identifier) @function.name value: [(function_expression) (generator_function) (arrow_function)] @function)
(pair key: (_) @function.name value: [(function_expression) (generator_function) (arrow_function)] @function)
(assignment_expression left: (identifier) @function.name right: [(function_expression) (generator_function) (arrow_function)] @function)
(assignment_expression left: (member_expression object: (_) property: (_) @function.name)
  right: [(function_expression) (generator_function) (arrow_function)] @function)
(assignment_expression
  left: (member_expression object: (member_expression object: (_) @function.receiver property: (_) @_prototype))
  right: [(function_expression) (generator_function) (arrow_function)] @function (#eq? @_prototype "prototype"))
; exports[name] = function () {}: made under what the name holds
(assignment_expression left: (subscript_expression index: [(identifier) (template_string) (binary_expression)]) @function.name
  right: [(function_expression) (generator_function) (arrow_function)] @function)
(assignment_expression
  left: (subscript_expression object: (member_expression object: (_) @function.receiver property: (_) @_prototype))
  right: [(function_expression) (generator_function) (arrow_function)] @function (#eq? @_prototype "prototype"))

; --- bindings
(variable_declarator name: (identifier) @assign.target value: (_)? @assign.value) @assign
(variable_declarator name: (object_pattern) @assign.pattern value: (_) @assign.value) @assign
(variable_declarator name: (array_pattern (identifier) @assign.target) value: (_) @assign.value) @assign
(assignment_expression left: [(identifier) (member_expression) (subscript_expression) (parenthesized_expression)]
  @assign.target right: (_) @assign.value) @assign @assign.outer
(assignment_expression left: (object_pattern) @assign.pattern right: (_) @assign.value) @assign
(augmented_assignment_expression left: (_) @assign.target operator: ["||=" "&&=" "??="] right: (_) @assign.value)
  @assign @assign.outer
(augmented_assignment_expression left: (_) @assign.target operator: "+=" right: (_) @assign.value)
  @assign @assign.append @assign.outer
(export_statement "default" @assign.target value: (_) @assign.value) @assign
; what a pattern takes out of an object
(object_pattern) @map
(pair_pattern key: (_) @entry.key value: (assignment_pattern left: (_) @entry.value right: (_) @entry.default)) @entry
(pair_pattern key: (_) @entry.key value: (_) @entry.value) @entry
(object_pattern (shorthand_property_identifier_pattern) @entry @entry.key)
(object_assignment_pattern left: (_) @entry.key right: (_) @entry.default) @entry
(for_in_statement left: (identifier) @assign.target right: (_) @assign.value) @assign @assign.element
(for_in_statement left: (array_pattern (_) @assign.target) right: (_) @assign.value) @assign @assign.element
(return_statement (_)? @return.value) @return

; --- calls
(call_expression function: (identifier) @_require arguments: (arguments . (string) @import.module .)
  (#eq? @_require "require")) @import
(call_expression function: (import) arguments: (arguments . (string) @import.module .)) @import
(call_expression function: (identifier) @call.name arguments: (_) @call.args) @call
(call_expression function: (super) @call.name arguments: (_) @call.args) @call
(call_expression function: (member_expression object: (_) @call.receiver property: (_) @call.name)
  arguments: (_) @call.args) @call
(call_expression function: (subscript_expression object: (_) @call.receiver index: (_) @call.function)
  arguments: (_) @call.args) @call
(call_expression function: [(call_expression) (parenthesized_expression) (function_expression) (await_expression)]
  @call.function arguments: (_) @call.args) @call
(new_expression constructor: [(identifier) (member_expression) (this)] @new.type arguments: (_)? @new.args) @new
(new_expression constructor: [(call_expression) (parenthesized_expression) (subscript_expression)] @new.function
  arguments: (_)? @new.args) @new

; --- values
(member_expression object: (_) @member.object property: (_) @member.name) @member
(subscript_expression object: (_) @index.object index: (_) @index.key) @index
(binary_expression operator: "+") @concat
(binary_expression left: (_) @choice.value operator: ["||" "??"] right: (_) @choice.value) @choice
(ternary_expression consequence: (_) @choice.value alternative: (_) @choice.value) @choice
(pair key: (_) @entry.key value: (_) @entry.value) @entry
(object (shorthand_property_identifier) @entry @entry.key)
(object) @map
; new Map([["find", f], ["tags", g]])
(new_expression constructor: (identifier) @_map arguments: (arguments . (array
  (array . [(string) (identifier) (member_expression)] @entry.key . (_) @entry.value .) @entry) @map .) (#eq? @_map "Map"))
(array) @list

(string) @string
(template_string) @string
(string_fragment) @string.part
(escape_sequence) @string.part
(template_substitution) @hole
(number) @constant
(true) @constant
(false) @constant
(null) @constant
(undefined) @constant
(this) @name
(super) @name
(identifier) @name
