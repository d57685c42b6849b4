; Ruby. Specific patterns stand first: the first that names a node decides its role.

(comment) @comment
(uninterpreted) @ignore
(heredoc_end) @ignore

(call method: (identifier) @_require arguments: (argument_list . (string) @import.module .)
  (#any-of? @_require "require" "require_relative" "load" "autoload")) @import
(call method: (identifier) @_require arguments: (argument_list . (call) @import.module .)
  (#any-of? @_require "require" "require_relative" "load")) @import

; --- definitions
(class name: (_) @class.name) @class
(class superclass: (superclass (call method: (_) @_delegate arguments: (argument_list . (_) @class.base)))
  (#eq? @_delegate "DelegateClass")) @class
(class superclass: (superclass (_) @class.base)) @class
(class body: (body_statement (call method: (identifier) @_mixin
  arguments: (argument_list [(constant) (scope_resolution)] @class.base)))
  (#any-of? @_mixin "include" "extend" "prepend" "helpers" "helper")) @class
(module name: (_) @module.name) @module
(module body: (body_statement (call method: (identifier) @_mixin
  arguments: (argument_list [(constant) (scope_resolution)] @module.base)))
  (#any-of? @_mixin "include" "extend" "prepend" "helpers" "helper")) @module
(class body: (body_statement (assignment left: (constant) @field.name right: (_) @field.value) @field @field.static))
(module body: (body_statement (assignment left: (constant) @field.name right: (_) @field.value) @field @field.static))
(call method: (identifier) @_attr arguments: (argument_list (simple_symbol) @field @field.name)
  (#any-of? @_attr "attr_accessor" "attr_reader" "attr_writer" "cattr_accessor" "mattr_accessor" "class_attribute"))
(method name: (_) @function.name body: (_)? @function.body) @function @function.implicit_return
(method parameters: (_) @function.params) @function
(singleton_class body: (body_statement (method) @function @function.static))
(singleton_method name: (_) @function.name body: (_)? @function.body)
  @function @function.static @function.implicit_return
(singleton_method parameters: (_) @function.params) @function
; define_method(name) { |x| ... } answers for every name that the variable holds, define_method(:find) for one
(call method: (identifier) @function.name arguments: (argument_list . (identifier) @param @param.name .) @function.params
  block: (block parameters: (_)? @function.params body: (_)? @function.body) (#eq? @function.name "define_method"))
  @function @function.implicit_return
(call method: (identifier) @function.name arguments: (argument_list . (identifier) @param @param.name .) @function.params
  block: (do_block parameters: (_)? @function.params body: (_)? @function.body) (#eq? @function.name "define_method"))
  @function @function.implicit_return
(call method: (identifier) @_define arguments: (argument_list . (simple_symbol) @function.name .)
  block: (block parameters: (_)? @function.params body: (_)? @function.body)
  (#any-of? @_define "define_method" "define_singleton_method")) @function @function.implicit_return
(call method: (identifier) @_define arguments: (argument_list . (simple_symbol) @function.name .)
  block: (do_block parameters: (_)? @function.params body: (_)? @function.body)
  (#any-of? @_define "define_method" "define_singleton_method")) @function @function.implicit_return
; define_method("find_#{name}"), define_method(name.downcase): made under what the name holds
(call method: (identifier) @_define arguments: (argument_list . [(call) (string (interpolation))] @function.name .)
  block: (block parameters: (_)? @function.params body: (_)? @function.body)
  (#any-of? @_define "define_method" "define_singleton_method")) @function @function.implicit_return
(call method: (identifier) @_define arguments: (argument_list . [(call) (string (interpolation))] @function.name .)
  block: (do_block parameters: (_)? @function.params body: (_)? @function.body)
  (#any-of? @_define "define_method" "define_singleton_method")) @function @function.implicit_return
(assignment left: [(identifier) (constant) (instance_variable)] @function.name right: (lambda) @function)
(lambda parameters: (_)? @function.params body: (block body: (_)? @function.body)) @function @function.implicit_return
(lambda parameters: (_)? @function.params body: (do_block body: (_)? @function.body)) @function @function.implicit_return
(block parameters: (_)? @function.params body: (_)? @function.body) @function @function.implicit_return
(do_block parameters: (_)? @function.params body: (_)? @function.body) @function @function.implicit_return
(method_parameters (identifier) @param @param.name)
(block_parameters (identifier) @param @param.name)
(lambda_parameters (identifier) @param @param.name)
(optional_parameter name: (_) @param.name value: (_) @param.default) @param
(keyword_parameter name: (_) @param.name value: (_)? @param.default) @param
(splat_parameter name: (_)? @param.name) @param @param.rest
(hash_splat_parameter name: (_)? @param.name) @param @param.rest
(block_parameter name: (_)? @param.name) @param

; methods that are another's
(call method: (identifier) @_delegate
  arguments: (argument_list . (string (string_content) @delegate.target @reparse) (simple_symbol) @delegate.name)
  (#any-of? @_delegate "def_delegators" "def_instance_delegators")) @delegate
(call method: (identifier) @_delegate arguments: (argument_list . (_) @delegate.target (simple_symbol) @delegate.name)
  (#any-of? @_delegate "def_delegators" "def_instance_delegators")) @delegate
(call method: (identifier) @_delegate
  arguments: (argument_list . (_) @delegate.target . (simple_symbol) @delegate.method . (simple_symbol) @delegate.name .)
  (#any-of? @_delegate "def_delegator" "def_instance_delegator")) @delegate
(call method: (identifier) @_delegate
  arguments: (argument_list . (_) @delegate.target . (simple_symbol) @delegate.name .)
  (#any-of? @_delegate "def_delegator" "def_instance_delegator")) @delegate
(call method: (identifier) @_delegate arguments: (argument_list (simple_symbol) @delegate.name
  (pair key: (hash_key_symbol) @_to value: (_) @delegate.target)) (#eq? @_delegate "delegate") (#eq? @_to "to")) @delegate
(alias name: (_) @delegate.name alias: (_) @delegate.method) @delegate
(call method: (identifier) @_alias
  arguments: (argument_list . (_) @delegate.name . (_) @delegate.method .)
  (#any-of? @_alias "alias_method" "alias_attribute")) @delegate

; --- bindings
(assignment left: (left_assignment_list (_) @assign.target) right: (_) @assign.value) @assign
(assignment left: [(identifier) (instance_variable) (class_variable) (global_variable) (constant) (call)
  (element_reference) (scope_resolution)] @assign.target right: (_) @assign.value) @assign
(operator_assignment left: (_) @assign.target operator: ["||=" "&&="] right: (_) @assign.value) @assign
(operator_assignment left: (_) @assign.target operator: "+=" right: (_) @assign.value) @assign @assign.append
(binary left: [(identifier) (instance_variable) (call) (element_reference)] @assign.target operator: "<<"
  right: (_) @assign.value) @assign @assign.append
(for pattern: (_) @assign.target value: (_) @assign.value) @assign @assign.element
(return (argument_list)? @return.value) @return

; --- calls
; obj.send(:name, ...) is obj.name(...)
(call receiver: (_) @call.receiver method: (identifier) @_send
  arguments: (argument_list . (_) @call.function) @call.args block: (_)? @call.block
  (#any-of? @_send "send" "public_send" "__send__")) @call
; x.attribute = value: the target is a member, not a call
(assignment left: (call receiver: (_) @member.object method: (_) @member.name) @member)
(operator_assignment left: (call receiver: (_) @member.object method: (_) @member.name) @member)
(call method: (_) @call.name arguments: (_)? @call.args block: (_)? @call.block) @call
(call receiver: (_) @call.receiver) @call
(call receiver: (_) @call.receiver operator: "::") @call @call.static
(yield "yield" @call.name (argument_list)? @call.args) @call
; super without brackets hands on what the method itself was given
(body_statement (super) @call @call.name)
(assignment right: (super) @call @call.name)
(return (argument_list (super) @call @call.name))
(pair key: (_) @entry.key value: (_)? @entry.value) @entry

; --- values
(scope_resolution scope: (_) @member.object name: (_) @member.name) @member @member.static
(scope_resolution . name: (_) @name)
(element_reference object: (_) @index.object . (_) @index.key) @index
(binary operator: "+") @concat
(chained_string) @concat
(binary left: (_) @format.template operator: "%" right: (_) @format.args) @format
(binary left: (_) @choice.value operator: ["||" "or"] right: (_) @choice.value) @choice
(conditional consequence: (_) @choice.value alternative: (_) @choice.value) @choice
(if consequence: (then (_) @choice.value .)) @choice
(if alternative: (else (_) @choice.value .)) @choice
(elsif consequence: (then (_) @choice.value .)) @choice
(elsif alternative: (else (_) @choice.value .)) @choice
(if alternative: (elsif) @choice.value) @choice
(unless consequence: (then (_) @choice.value .)) @choice
(case (when body: (then (_) @choice.value .))) @choice
(case (else (_) @choice.value .)) @choice
(if_modifier body: (_) @choice.value) @choice
(unless_modifier body: (_) @choice.value) @choice
(hash) @map
(array) @list
(string_array) @list
(symbol_array) @list
(right_assignment_list) @list

(string) @string
(bare_string) @string
(bare_symbol) @string
(subshell) @string
(simple_symbol) @string
(hash_key_symbol) @string
(delimited_symbol) @string
(heredoc_beginning) @heredoc
(heredoc_body) @heredoc.body
(heredoc_content) @string.part
(string_content) @string.part
(escape_sequence) @string.part
(interpolation) @hole
(integer) @constant
(float) @constant
(true) @constant
(false) @constant
(nil) @constant
(instance_variable) @name @name.instance
(class_variable) @name @name.instance
(global_variable) @name
(self) @name
(super) @name
(constant) @name
(identifier) @name
