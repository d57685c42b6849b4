; Python. Specific patterns stand first: the first that names a node decides its role.

(comment) @comment
; Docstrings: the first statement of a module, a class or a function, and what follows an assignment (PEP 257). Another bare
; string is code put out of use where it has several lines.
(module . (expression_statement . [(string) (concatenated_string)] @comment .))
(class_definition body: (block . (expression_statement . [(string) (concatenated_string)] @comment .)))
(function_definition body: (block . (expression_statement . [(string) (concatenated_string)] @comment .)))
(module (expression_statement (assignment)) . (expression_statement . [(string) (concatenated_string)] @comment .))
(block (expression_statement (assignment)) . (expression_statement . [(string) (concatenated_string)] @comment .))
(expression_statement . (string) @comment . (#match? @comment "\n"))
(expression_statement) @statement

(import_statement name: (dotted_name) @import.module @import)
(import_statement name: (aliased_import name: (_) @import.module alias: (_) @import.alias) @import)
(import_from_statement module_name: (_) @import.module name: (dotted_name) @import.name @import)
(import_from_statement module_name: (_) @import.module
  name: (aliased_import name: (_) @import.name alias: (_) @import.alias) @import)
(import_from_statement module_name: (_) @import.module (wildcard_import) @import.wildcard @import)
(future_import_statement) @ignore

; --- definitions
(class_definition name: (_) @class.name) @class
(class_definition superclasses: (argument_list [(identifier) (attribute) (subscript)] @class.base)) @class
(class_definition body: (block (expression_statement
  (assignment left: (identifier) @field.name type: (_)? @field.type right: (_)? @field.value) @field)))
(function_definition name: (_) @function.name parameters: (_) @function.params body: (_) @function.body) @function
(function_definition return_type: (_) @function.returns) @function
(decorated_definition (decorator (identifier) @_static) definition: (function_definition) @function @function.static
  (#eq? @_static "staticmethod"))
(lambda body: (_) @function.value) @function
(lambda parameters: (_) @function.params) @function
(parameters (identifier) @param @param.name)
(lambda_parameters (identifier) @param @param.name)
(default_parameter name: (_) @param.name value: (_) @param.default) @param
(typed_parameter . (identifier) @param.name type: (_) @param.type) @param
(typed_parameter . (list_splat_pattern (identifier) @param.name) type: (_) @param.type) @param @param.rest
(typed_parameter . (dictionary_splat_pattern (identifier) @param.name) type: (_) @param.type) @param @param.rest
(typed_default_parameter name: (_) @param.name type: (_) @param.type value: (_) @param.default) @param
(parameters (list_splat_pattern (identifier) @param.name) @param @param.rest)
(parameters (dictionary_splat_pattern (identifier) @param.name) @param @param.rest)
(lambda_parameters (list_splat_pattern (identifier) @param.name) @param @param.rest)
(lambda_parameters (dictionary_splat_pattern (identifier) @param.name) @param @param.rest)
(decorator (call function: (_) @annotation.name arguments: (_) @annotation.args)) @annotation
(decorator [(identifier) (attribute)] @annotation.name) @annotation

; --- bindings
(assignment left: [(identifier) (attribute) (subscript)] @assign.target type: (_)? @assign.type
  right: (_)? @assign.value) @assign
(assignment left: [(pattern_list (_) @assign.target) (tuple_pattern (_) @assign.target)
  (list_pattern (_) @assign.target)] right: (_) @assign.value) @assign
(augmented_assignment left: (_) @assign.target operator: "+=" right: (_) @assign.value) @assign @assign.append
(global_statement (identifier) @assign.target) @assign @assign.outer
(nonlocal_statement (identifier) @assign.target) @assign @assign.outer
(named_expression name: (_) @assign.target value: (_) @assign.value) @assign
(with_item value: (as_pattern (_) @assign.value alias: (as_pattern_target (_) @assign.target)) @assign)
(for_statement left: [(identifier) (attribute) (subscript)] @assign.target right: (_) @assign.value)
  @assign @assign.element
(for_statement left: (pattern_list (_) @assign.target) right: (_) @assign.value) @assign @assign.element
; What a comprehension holds is what its body gives.
(list_comprehension body: (_) @choice.value) @choice
(set_comprehension body: (_) @choice.value) @choice
(generator_expression body: (_) @choice.value) @choice
(for_in_clause left: (identifier) @assign.target right: (_) @assign.value) @assign @assign.element
(for_in_clause left: (pattern_list (_) @assign.target) right: (_) @assign.value) @assign @assign.element
(return_statement (_)? @return.value) @return
(yield . (_) @return.value .) @return

; --- calls
; getattr(client.service, name)(...) is a call of a method whose name is computed.
(call function: (call function: (identifier) @_getattr
    arguments: (argument_list . (_) @call.receiver . (_) @call.function .))
  arguments: (_) @call.args (#eq? @_getattr "getattr")) @call
(call function: (identifier) @call.name arguments: (_) @call.args) @call
(call function: (attribute object: (_) @call.receiver attribute: (_) @call.name) arguments: (_) @call.args) @call
(call function: (subscript value: (_) @call.receiver subscript: (_) @call.function) arguments: (_) @call.args) @call
(call function: [(call) (parenthesized_expression) (lambda)] @call.function arguments: (_) @call.args)
  @call
(keyword_argument name: (_) @arg.name value: (_) @arg.value) @arg

; --- values
(attribute object: (_) @member.object attribute: (_) @member.name) @member
(subscript value: (_) @index.object subscript: (_) @index.key) @index
(binary_operator operator: "+") @concat
; {**} by another sign: DEFAULTS | {"City": x}
(binary_operator left: (dictionary) operator: "|") @concat
(binary_operator operator: "|" right: (dictionary)) @concat
(concatenated_string) @concat
(binary_operator left: (_) @format.template operator: "%" right: (_) @format.args) @format
(conditional_expression . (_) @choice.value (_) (_) @choice.value .) @choice
(boolean_operator left: (_) @choice.value operator: "or" right: (_) @choice.value) @choice
(pair key: (_) @entry.key value: (_) @entry.value) @entry
(dictionary) @map
(list) @list
(tuple) @list
(set) @list
(expression_list) @list

(string) @string
(string_content) @string.part
(format_specifier) @ignore
(interpolation) @hole
(integer) @constant
(float) @constant
(true) @constant
(false) @constant
(none) @constant
(dotted_name) @name
(identifier) @name
