; Rust. Specific patterns stand first: the first that names a node decides its role.

(line_comment) @comment
(block_comment) @comment
(use_declaration argument: (scoped_use_list path: (_) @import.module list: (use_list (identifier) @import.name))) @import
(use_declaration argument: (use_as_clause path: (_) @import.module alias: (_) @import.alias)) @import
(use_declaration argument: (use_wildcard (_) @import.module) @import.wildcard) @import
(use_declaration argument: (_) @import.module) @import

; --- definitions
(struct_item name: (_) @class.name) @class
(enum_item name: (_) @enum.name) @enum
(trait_item name: (_) @interface.name) @interface
(enum_variant name: (_) @field.name) @field @field.static
(field_declaration type: (generic_type type: (_) @_holder type_arguments: (type_arguments . (_) @field.type))
  (#any-of? @_holder "Option" "Box" "Arc" "Rc" "Mutex" "RwLock")) @field
(field_declaration type: (reference_type type: (_) @field.type)) @field
(field_declaration name: (_) @field.name type: (_) @field.type) @field
; What is implemented for a type belongs to its class.
(impl_item type: (type_identifier) @class.name) @class
(impl_item type: (generic_type type: (_) @class.name)) @class
(impl_item type: (scoped_type_identifier) @class.name) @class
(impl_item trait: (_) @class.base) @class
(impl_item type: (_) @function.returns body: (declaration_list (function_item return_type: (type_identifier) @_self) @function)
  (#eq? @_self "Self"))
(self_parameter) @ignore
(impl_item type: (_) @new.type body: (declaration_list (function_item
  body: (block (struct_expression name: (type_identifier) @_self body: (_) @new.init) @new))) (#eq? @_self "Self"))
(impl_item type: (_) @new.type body: (declaration_list (function_item
  body: (block (call_expression arguments: (arguments (struct_expression name: (type_identifier) @_self body: (_) @new.init) @new)))))
  (#eq? @_self "Self"))

(function_item name: (_) @function.name parameters: (_) @function.params) @function
(function_item return_type: (generic_type type: (_) @_result type_arguments: (type_arguments . (_) @function.returns))
  (#any-of? @_result "Result" "Option" "Box" "io::Result" "anyhow::Result")) @function
(function_item return_type: (_) @function.returns) @function
(function_item body: (_) @function.body) @function @function.implicit_return
(function_signature_item name: (_) @function.name parameters: (_) @function.params) @function
(function_signature_item return_type: (_) @function.returns) @function
(closure_expression parameters: (_) @function.params) @function
(closure_expression body: (block) @function.body) @function @function.implicit_return
(closure_expression body: (_) @function.value) @function
(closure_parameters (identifier) @param @param.name)
(parameter pattern: (identifier) @param.name type: (reference_type type: (_) @param.type)) @param
(parameter pattern: (identifier) @param.name type: (_) @param.type) @param

; --- bindings
(const_item name: (_) @field.name value: (_) @field.value) @field @field.static
(static_item name: (_) @field.name value: (_) @field.value) @field @field.static
(let_declaration pattern: (tuple_pattern (identifier) @assign.target)) @assign
(let_declaration pattern: (identifier) @assign.target) @assign
(let_declaration type: (_) @assign.type) @assign
(let_declaration value: (_) @assign.value) @assign
(let_condition pattern: (tuple_struct_pattern (identifier) @assign.target .) value: (_) @assign.value) @assign
(for_expression pattern: (identifier) @assign.target value: (_) @assign.value) @assign @assign.element
(assignment_expression left: (_) @assign.target right: (_) @assign.value) @assign @assign.outer
(compound_assignment_expr left: (_) @assign.target operator: "+=" right: (_) @assign.value)
  @assign @assign.append @assign.outer
(call_expression function: (field_expression value: (identifier) @assign.target field: (_) @_push)
  arguments: (arguments . (_) @assign.value .) (#any-of? @_push "push_str")) @assign @assign.append
(return_expression (_) @return.value) @return

; --- calls
; "x".to_string(), String::from("x"), Some(x), Ok(x) are their value.
(call_expression function: (field_expression value: (_) @choice.value field: (field_identifier) @_same) arguments: (arguments . ")")
  (#any-of? @_same "to_string" "to_owned" "into" "clone" "unwrap" "as_str" "as_bytes" "as_ref" "into_bytes" "to_vec")) @choice
(call_expression function: (scoped_identifier path: (identifier) @_string name: (identifier) @_from)
  arguments: (arguments . (_) @choice.value .) (#any-of? @_string "String" "Arc" "Rc" "Box" "Some" "Cow") (#any-of? @_from "from" "new")) @choice
(call_expression function: (identifier) @_some arguments: (arguments . (_) @choice.value .) (#any-of? @_some "Some" "Ok")) @choice
(macro_invocation macro: (identifier) @_vec (token_tree) @choice.value @list (#eq? @_vec "vec")) @choice
(macro_invocation macro: (identifier) @_concat (token_tree) @choice.value @concat (#eq? @_concat "concat")) @choice
(macro_invocation macro: (_) @call.name (token_tree) @call.args) @call
; X::default() makes an X.
(call_expression function: (scoped_identifier path: (_) @new.type name: (identifier) @_default) arguments: (arguments) @new.args
  (#eq? @_default "default")) @new
(call_expression function: (identifier) @call.name arguments: (_) @call.args) @call
(call_expression function: (field_expression value: (_) @call.receiver field: (_) @call.name) arguments: (_) @call.args) @call
(call_expression function: (scoped_identifier path: (_) @call.receiver name: (_) @call.name) arguments: (_) @call.args)
  @call @call.static
(call_expression function: (generic_function function: (field_expression value: (_) @call.receiver field: (_) @call.name))
  arguments: (_) @call.args) @call
(call_expression function: [(call_expression) (parenthesized_expression) (index_expression)] @call.function
  arguments: (_) @call.args) @call
(struct_expression name: (_) @new.type body: (_) @new.init) @new
(field_initializer field: (_) @entry.key value: (_) @entry.value) @entry
(shorthand_field_initializer (identifier) @entry.key) @entry

; --- values
(field_expression value: (_) @member.object field: (_) @member.name) @member
(scoped_identifier path: (_) @member.object name: (_) @member.name) @member @member.static
(index_expression . (_) @index.object (_) @index.key .) @index
(binary_expression operator: "+") @concat
(if_expression consequence: (block (_) @choice.value .) alternative: (else_clause (block (_) @choice.value .))) @choice
(match_expression body: (match_block (match_arm value: (_) @choice.value))) @choice
(type_cast_expression value: (_) @choice.value) @choice
(match_pattern) @ignore
(array_expression) @list
(tuple_expression) @list

(string_literal) @string
(raw_string_literal) @string
(char_literal) @string
(string_content) @string.part
(escape_sequence) @string.part
(integer_literal) @constant
(float_literal) @constant
(boolean_literal) @constant
(self) @name
(identifier) @name
