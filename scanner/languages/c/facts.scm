; C. Specific patterns stand first: the first that names a node decides its role.

(comment) @comment
(expression_statement (call_expression function: (identifier) @_copy
  arguments: (argument_list . (_) @assign.target . (_) @assign.value .)) (#any-of? @_copy "strcpy" "strdup")) @assign
(expression_statement (call_expression function: (identifier) @_copy
  arguments: (argument_list . (_) @assign.target . (_) @assign.value)) (#any-of? @_copy "strncpy" "strlcpy")) @assign
(expression_statement (call_expression function: (identifier) @_cat
  arguments: (argument_list . (_) @assign.target . (_) @assign.value)) (#any-of? @_cat "strcat" "strncat" "strlcat"))
  @assign @assign.append
(expression_statement (call_expression function: (identifier) @_print arguments: (argument_list . (_) @assign.target))
  @assign.value (#any-of? @_print "sprintf" "snprintf" "asprintf" "sprintf_s")) @assign
(expression_statement) @statement

(preproc_include path: (string_literal) @import.module) @import
(preproc_include path: (system_lib_string) @import.module @string) @import

; --- macros: the grammar leaves their bodies unread
(preproc_def name: (_) @assign.target value: (preproc_arg) @assign.value @reparse) @assign
(preproc_function_def name: (_) @function.name parameters: (_) @function.params
  value: (preproc_arg) @function.value @reparse) @function
(preproc_params (identifier) @param @param.name)

; --- types
(struct_specifier name: (_) @class.name body: (_)) @class
(type_definition type: (type_identifier) @alias.type declarator: (type_identifier) @alias.name) @alias
(union_specifier name: (_) @class.name body: (_)) @class
(type_definition type: (struct_specifier !name body: (_)) @class declarator: (type_identifier) @class.name)
(enum_specifier name: (_) @enum.name body: (_)) @enum
(enum_specifier body: (_)) @enum
(enumerator name: (_) @field.name value: (_)? @field.value) @field @field.static

; --- functions
(parameter_declaration type: (_) @param.type declarator: [
  (identifier) @param.name
  (pointer_declarator declarator: (identifier) @param.name)
  (pointer_declarator declarator: (pointer_declarator declarator: (identifier) @param.name))
  (array_declarator declarator: (identifier) @param.name)]) @param
(return_statement (_)? @return.value) @return

; --- bindings
(declaration type: (_) @assign.type declarator: (init_declarator declarator: (_) @assign.target value: (_) @assign.value)
  @assign)
(declaration type: (_) @assign.type declarator: (identifier) @assign @assign.target)
(declaration type: (_) @assign.type declarator: (pointer_declarator declarator: (identifier) @assign.target) @assign)
(declaration type: (_) @assign.type declarator: (array_declarator declarator: (identifier) @assign.target) @assign)
(array_declarator size: (_) @ignore)
(assignment_expression left: (_) @assign.target operator: "=" right: (_) @assign.value) @assign @assign.outer
(assignment_expression left: (_) @assign.target operator: "+=" right: (_) @assign.value)
  @assign @assign.append @assign.outer

; --- values
(field_expression argument: (_) @member.object field: (_) @member.name) @member
(subscript_expression argument: (_) @index.object index: (_) @index.key) @index
(concatenated_string) @concat
(conditional_expression consequence: (_) @choice.value alternative: (_) @choice.value) @choice
(initializer_pair designator: (field_designator (_) @entry.key) value: (_) @entry.value) @entry
(initializer_list) @list

(string_literal) @string
(char_literal) @constant
(number_literal) @constant
(sizeof_expression) @constant
(true) @constant
(false) @constant
(null) @constant
(identifier) @name

; --- definitions and prototypes, also of functions that return pointers
(function_definition declarator: (function_declarator declarator: (_) @function.name parameters: (_) @function.params)
  body: (_) @function.body) @function
(function_definition declarator: (pointer_declarator
  declarator: (function_declarator declarator: (_) @function.name parameters: (_) @function.params))
  body: (_) @function.body) @function
(function_definition declarator: (pointer_declarator declarator: (pointer_declarator
  declarator: (function_declarator declarator: (_) @function.name parameters: (_) @function.params)))
  body: (_) @function.body) @function
(function_definition type: (_) @function.returns) @function
(declaration type: (_) @function.returns
  declarator: (function_declarator declarator: (identifier) @function.name parameters: (_) @function.params)) @function
(declaration type: (_) @function.returns declarator: (pointer_declarator
  declarator: (function_declarator declarator: (identifier) @function.name parameters: (_) @function.params))) @function

(field_declaration type: (_) @field.type declarator: [
  (field_identifier) @field.name
  (pointer_declarator declarator: (field_identifier) @field.name)
  (pointer_declarator declarator: (pointer_declarator declarator: (field_identifier) @field.name))
  (array_declarator declarator: (field_identifier) @field.name)]) @field

; --- calls
(call_expression function: (identifier) @call.name arguments: (_) @call.args) @call
(call_expression function: (field_expression argument: (_) @call.receiver field: (_) @call.name)
  arguments: (_) @call.args) @call
(call_expression function: [(parenthesized_expression) (subscript_expression) (call_expression)] @call.function
  arguments: (_) @call.args) @call
