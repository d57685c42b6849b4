; C++. Specific patterns stand first: the first that names a node decides its role.

; --- strings that are made of one string
(declaration type: (_) @_type declarator: (init_declarator declarator: (_) @assign.target
  value: [(argument_list . (_) @assign.value .) (initializer_list . (_) @assign.value .)]) @assign
  (#match? @_type "(^|::)(basic_|w)?string(_view)?$"))
(call_expression function: [(qualified_identifier name: (identifier) @_wrap) (identifier) @_wrap]
  arguments: (argument_list . (_) @choice.value .)
  (#any-of? @_wrap "string" "wstring" "string_view" "move" "forward" "QString" "QStringLiteral" "_T" "TEXT" "_bstr_t")) @choice
(call_expression function: (field_expression argument: (_) @choice.value field: (_) @_view)
  (#any-of? @_view "c_str" "data" "str" "toUtf8" "toStdString" "get")) @choice

; --- a smart pointer is what it points to
(field_declaration type: [
    (template_type name: (_) @_smart arguments: (template_argument_list . (type_descriptor type: (_) @field.type)))
    (qualified_identifier name: (template_type name: (_) @_smart
      arguments: (template_argument_list . (type_descriptor type: (_) @field.type))))]
  declarator: (field_identifier) @field.name (#any-of? @_smart "unique_ptr" "shared_ptr" "weak_ptr" "auto_ptr" "scoped_ptr" "QScopedPointer" "QSharedPointer")) @field
(parameter_declaration type: [
    (template_type name: (_) @_smart arguments: (template_argument_list . (type_descriptor type: (_) @param.type)))
    (qualified_identifier name: (template_type name: (_) @_smart
      arguments: (template_argument_list . (type_descriptor type: (_) @param.type))))]
  declarator: [(identifier) @param.name (reference_declarator (identifier) @param.name)] (#any-of? @_smart "unique_ptr" "shared_ptr" "weak_ptr" "auto_ptr" "scoped_ptr" "QScopedPointer" "QSharedPointer")) @param
(declaration type: [
    (template_type name: (_) @_smart arguments: (template_argument_list . (type_descriptor type: (_) @assign.type)))
    (qualified_identifier name: (template_type name: (_) @_smart
      arguments: (template_argument_list . (type_descriptor type: (_) @assign.type))))]
  declarator: (identifier) @assign @assign.target (#any-of? @_smart "unique_ptr" "shared_ptr" "weak_ptr" "auto_ptr" "scoped_ptr" "QScopedPointer" "QSharedPointer"))
(declaration type: [
    (template_type name: (_) @_smart arguments: (template_argument_list . (type_descriptor type: (_) @assign.type)))
    (qualified_identifier name: (template_type name: (_) @_smart
      arguments: (template_argument_list . (type_descriptor type: (_) @assign.type))))]
  declarator: (init_declarator declarator: (identifier) @assign.target
    value: (argument_list . (_) @assign.value .)) @assign (#any-of? @_smart "unique_ptr" "shared_ptr" "weak_ptr" "auto_ptr" "scoped_ptr" "QScopedPointer" "QSharedPointer"))

; --- objects
(declaration type: (_) @new.type @assign.type declarator: (init_declarator declarator: (_) @assign.target
  value: (argument_list (_)? @new.args) @new @assign.value) @assign)
; Type name(x); in a body is an object, however much it looks like a prototype.
(compound_statement (declaration type: (_) @assign.type
  declarator: (function_declarator declarator: (identifier) @assign.target)) @assign)
(new_expression type: (_) @new.type arguments: (_)? @new.args) @new
(compound_literal_expression type: (_) @new.type value: (_) @new.args) @new
(call_expression function: [
    (qualified_identifier name: (template_function name: (_) @_make
      arguments: (template_argument_list . (type_descriptor type: (_) @new.type))))
    (template_function name: (_) @_make arguments: (template_argument_list . (type_descriptor type: (_) @new.type)))]
  arguments: (_) @new.args (#any-of? @_make "make_unique" "make_shared")) @new
; What a constructor initialises is a field, also where the class stands in another file.
(field_initializer . (field_identifier) @name @name.instance)
(field_initializer (field_identifier) @assign.target (initializer_list . (_) @assign.value .)) @assign
(field_initializer (field_identifier) @assign.target (argument_list . (_) @assign.value .)) @assign
(field_initializer (field_identifier) @assign.target (_) @assign.value) @assign

; --- spaces and classes
(type_definition type: [(type_identifier) (qualified_identifier)] @alias.type declarator: (type_identifier) @alias.name) @alias
(alias_declaration name: (_) @alias.name type: (type_descriptor type: (_) @alias.type)) @alias
(namespace_definition name: (_) @space.name body: (_) @space.body) @space
(using_declaration "namespace" (_) @import.module) @import
(class_specifier name: (_) @class.name body: (_)) @class
(class_specifier (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @class.base)) @class
(struct_specifier (base_class_clause [(type_identifier) (qualified_identifier) (template_type)] @class.base)) @class
(field_declaration type: (_) @field.type declarator: [
  (field_identifier) @field.name
  (pointer_declarator declarator: (field_identifier) @field.name)
  (reference_declarator (field_identifier) @field.name)
  (array_declarator declarator: (field_identifier) @field.name)] default_value: (_)? @field.value) @field
(field_declaration (storage_class_specifier) @field.static) @field

; --- functions
(function_definition declarator: (function_declarator
  declarator: (qualified_identifier scope: (_) @function.receiver name: (identifier) @function.name))
  (#eq? @function.receiver @function.name)) @function @function.constructor
(function_definition declarator: (function_declarator
  declarator: (qualified_identifier scope: (_) name: (qualified_identifier scope: (_) @function.receiver
    name: (_) @function.name)) parameters: (_) @function.params) body: (_) @function.body) @function
(function_definition declarator: [
  (function_declarator declarator: (qualified_identifier scope: (_) @function.receiver name: (_) @function.name)
    parameters: (_) @function.params)
  (pointer_declarator declarator: (function_declarator
    declarator: (qualified_identifier scope: (_) @function.receiver name: (_) @function.name)
    parameters: (_) @function.params))
  (reference_declarator (function_declarator
    declarator: (qualified_identifier scope: (_) @function.receiver name: (_) @function.name)
    parameters: (_) @function.params))] body: (_) @function.body) @function
(field_declaration type: (_) @function.returns declarator: [
  (function_declarator declarator: (_) @function.name parameters: (_) @function.params)
  (pointer_declarator declarator: (function_declarator declarator: (_) @function.name parameters: (_) @function.params))
  (reference_declarator (function_declarator declarator: (_) @function.name parameters: (_) @function.params))])
  @function
(lambda_expression declarator: (abstract_function_declarator parameters: (_) @function.params)) @function
(lambda_expression body: (_) @function.body) @function
(parameter_declaration type: (_) @param.type declarator: (reference_declarator (identifier) @param.name)) @param
(optional_parameter_declaration type: (_) @param.type declarator: [
  (identifier) @param.name
  (pointer_declarator declarator: (identifier) @param.name)
  (reference_declarator (identifier) @param.name)] default_value: (_) @param.default) @param

; --- bindings
(for_range_loop type: (_) @assign.type declarator: [
  (identifier) @assign.target
  (reference_declarator (identifier) @assign.target)
  (pointer_declarator declarator: (identifier) @assign.target)] right: (_) @assign.value) @assign @assign.element

; --- calls
(call_expression function: (qualified_identifier scope: (_)
  name: (qualified_identifier scope: (_) @call.receiver name: (_) @call.name)) arguments: (_) @call.args) @call @call.static
(call_expression function: (qualified_identifier scope: (_) @call.receiver name: (_) @call.name)
  arguments: (_) @call.args) @call @call.static
(call_expression function: (template_function name: (_) @call.name) arguments: (_) @call.args) @call

; --- values
(binary_expression operator: "+") @concat
(binary_expression operator: "<<") @concat
(qualified_identifier scope: (_) @member.object name: (_) @member.name) @member @member.static
(raw_string_literal) @string
(raw_string_content) @string.part
(this) @name

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
(subscript_expression argument: (_) @index.object indices: (subscript_argument_list (_)? @index.key)) @index
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

; --- calls
(call_expression function: (identifier) @call.name arguments: (_) @call.args) @call
(call_expression function: (field_expression argument: (_) @call.receiver field: (_) @call.name)
  arguments: (_) @call.args) @call
(call_expression function: [(parenthesized_expression) (subscript_expression) (call_expression)] @call.function
  arguments: (_) @call.args) @call
