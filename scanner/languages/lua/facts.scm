; Lua. Specific patterns stand first: the first that names a node decides its role.

(comment) @comment
(hash_bang_line) @comment

(assignment_statement (variable_list . name: (identifier) @import.alias .)
  (expression_list . value: (function_call name: (identifier) @_require arguments: (arguments (string) @import.module)) .)
  (#eq? @_require "require")) @import
(function_call name: (identifier) @_require arguments: (arguments (string) @import.module)
  (#any-of? @_require "require" "dofile" "loadfile")) @import

; --- functions
(function_declaration name: (identifier) @function.name) @function
(function_declaration name: (dot_index_expression table: (_) @function.receiver field: (_) @function.name)) @function
(function_declaration name: (method_index_expression table: (_) @function.receiver method: (_) @function.name)) @function
(function_declaration parameters: (_) @function.params) @function
(function_declaration body: (_) @function.body) @function
(function_definition parameters: (_) @function.params) @function
(function_definition body: (_) @function.body) @function
(assignment_statement (variable_list . name: (identifier) @function.name .)
  (expression_list . value: (function_definition) @function .))
(assignment_statement (variable_list . name: (bracket_index_expression field: (identifier)) @function.name .)
  (expression_list . value: (function_definition) @function .))
(assignment_statement (variable_list . name: (dot_index_expression field: (_) @function.name) .)
  (expression_list . value: (function_definition) @function .))
(parameters name: (identifier) @param @param.name)
(parameters (vararg_expression) @param @param.name @param.rest)
(return_statement (expression_list . (_) @return.value)) @return

; --- bindings
(assignment_statement (variable_list name: (_) @assign.target) (expression_list . value: (_) @assign.value)) @assign
(block (assignment_statement (variable_list name: (_) @assign.target)) @assign @assign.outer)
(variable_declaration (variable_list name: (identifier) @assign @assign.target) .)
(for_generic_clause (variable_list name: (_) @assign.target .) (expression_list . (_) @assign.value))
  @assign @assign.element

; --- calls
(function_call name: (identifier) @call.name arguments: (_) @call.args) @call
(function_call name: (dot_index_expression table: (_) @call.receiver field: (_) @call.name) arguments: (_) @call.args)
  @call
(function_call name: (method_index_expression table: (_) @call.receiver method: (_) @call.name)
  arguments: (_) @call.args) @call
(function_call name: (bracket_index_expression table: (_) @call.receiver field: (_) @call.function)
  arguments: (_) @call.args) @call
(function_call name: [(parenthesized_expression) (function_call)] @call.function arguments: (_) @call.args) @call

; --- values
(dot_index_expression table: (_) @member.object field: (_) @member.name) @member
(method_index_expression table: (_) @member.object method: (_) @member.name) @member
(bracket_index_expression table: (_) @index.object field: (_) @index.key) @index
(binary_expression operator: "..") @concat
(binary_expression left: (_) @choice.value operator: "or" right: (_) @choice.value) @choice
(field name: (_) @entry.key value: (_) @entry.value) @entry
(table_constructor) @map

(string) @string
(number) @constant
(true) @constant
(false) @constant
(nil) @constant
(identifier) @name
