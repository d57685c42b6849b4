; ColdFusion, as the JavaScript that language.yaml reads it as. A component is a module: its functions are the file's.
; Specific patterns stand first: the first that names a node decides its role.

(comment) @comment
(html_comment) @comment
(expression_statement) @statement

; --- components and clients
(call_expression function: (identifier) @_make arguments: (arguments . (string (string_fragment) @_kind)
  . (string (string_fragment) @import.module))
  (#match? @_make "(?i)^createobject$") (#match? @_kind "(?i)^component$")) @import
; webservice("…"), component("a.b"), component(x): what language.yaml makes of the tags' attributes
(call_expression function: (identifier) @new.type arguments: (_) @new.args (#match? @new.type "(?i)^webservice$")) @new
(call_expression function: (identifier) @_component arguments: (arguments . (string (string_fragment) @import.module) .)
  (#match? @_component "(?i)^component$")) @import
(call_expression function: (identifier) @_component arguments: (arguments . (_) @choice.value .)
  (#match? @_component "(?i)^component$")) @choice
(call_expression function: (identifier) @_object arguments: (arguments . (_) @assign.value . (identifier) @assign.target)
  (#eq? @_object "cfobject")) @assign @assign.outer
(call_expression function: (identifier) @_extends arguments: (arguments . (string (string_fragment) @import.module))
  (#eq? @_extends "cfextends")) @import @import.wildcard
; invoke(x, "f", { … }) calls f of x, invoke("a.b", "f") of a new component
(call_expression function: (identifier) @_invoke arguments: (arguments . (string (string_fragment) @import.module) @import @call.receiver
  . (string (string_fragment) @call.name) . (_)? @call.args) (#match? @_invoke "(?i)^invoke$")) @call
(call_expression function: (identifier) @_invoke arguments: (arguments . (_) @call.receiver
  . (string (string_fragment) @call.name) . (_)? @call.args) (#match? @_invoke "(?i)^invoke$")) @call
(call_expression function: (identifier) @_invoke arguments: (arguments . (string (string_fragment) @call.name) . (_) @call.receiver)
  (#match? @_invoke "(?i)^cfinvoke$")) @call
(call_expression function: (identifier) @_make arguments: (arguments . (string (string_fragment) @import.module))
  (#match? @_make "(?i)^(inject|getinstance|getbean|getmodel)$")) @import
(call_expression function: (member_expression property: (property_identifier) @_make)
  arguments: (arguments . (string (string_fragment) @import.module) .)
  (#match? @_make "(?i)^(getinstance|getbean|getmodel)$")) @import
(call_expression function: (identifier) @_make arguments: (arguments . (string (string_fragment) @new.type) . (_) @new.args)
  (#match? @_make "(?i)^createobject$") (#match? @new.type "(?i)^webservice$")) @new
(new_expression constructor: (identifier) @new.type arguments: (_)? @new.args
  (#match? @new.type "(?i)^(webservice|http|mail|query|storedproc|ftp|java)$")) @new
(new_expression constructor: (identifier) @_component arguments: (arguments . (string (string_fragment) @import.module))
  (#match? @_component "(?i)^component$")) @import
(new_expression constructor: [(identifier) (member_expression)] @import.module) @import
; Gate.init(x) is the component
(call_expression function: (member_expression object: (_) @choice.value property: (property_identifier) @_init)
  (#match? @_init "(?i)^init$")) @choice

; --- functions
(function_declaration name: (_) @function.name parameters: (_) @function.params body: (_) @function.body) @function
(function_expression parameters: (_) @function.params body: (_) @function.body) @function
(arrow_function parameters: (_) @function.params) @function
(arrow_function parameter: (identifier) @function.params) @function
(arrow_function body: (statement_block) @function.body) @function
(arrow_function body: (expression) @function.value) @function
(arrow_function parameter: (identifier) @param @param.name)
(variable_declarator name: (identifier) @function.name value: [(function_expression) (arrow_function)] @function)
(assignment_expression left: (identifier) @function.name right: [(function_expression) (arrow_function)] @function)
(formal_parameters (identifier) @param @param.name)
(formal_parameters (assignment_pattern left: (_) @param.name right: (_) @param.default) @param)
(call_expression function: (identifier) @_argument arguments: (arguments . (identifier) @param.name)
  (#eq? @_argument "cfargument")) @param

; --- bindings
(variable_declarator name: (identifier) @assign.target value: (_)? @assign.value) @assign
(arguments (assignment_expression left: (identifier) @arg.name right: (_) @arg.value) @arg)
(assignment_expression left: [(identifier) (member_expression) (subscript_expression)] @assign.target
  right: (_) @assign.value) @assign @assign.outer
(augmented_assignment_expression left: (_) @assign.target operator: ["+=" "&="] right: (_) @assign.value)
  @assign @assign.append @assign.outer
(for_in_statement left: (identifier) @assign.target right: (_) @assign.value) @assign @assign.element
(return_statement (_)? @return.value) @return

; --- calls
(call_expression function: (identifier) @call.name arguments: (arguments . (_) . [(identifier) (member_expression) (subscript_expression)]) @call.args
  (#match? @call.name "(?i)^invoke$")) @call
(call_expression function: (identifier) @call.name arguments: (_) @call.args
  (#not-match? @call.name "(?i)^(invoke|cfinvoke)$")) @call
(call_expression function: (member_expression object: (_) @call.receiver property: (_) @call.name)
  arguments: (_) @call.args) @call
(call_expression function: (subscript_expression object: (_) @call.receiver index: (_) @call.function)
  arguments: (_) @call.args) @call

; --- values
(member_expression object: (_) @member.object property: (_) @member.name) @member
(subscript_expression object: (_) @index.object index: (_) @index.key) @index
(binary_expression operator: ["+" "&"]) @concat
(ternary_expression consequence: (_) @choice.value alternative: (_) @choice.value) @choice
(pair key: (_) @entry.key value: (_) @entry.value) @entry
(object) @map
(array) @list

(string) @string
(number) @constant
(true) @constant
(false) @constant
(null) @constant
(this) @name
(super) @name
(identifier) @name
