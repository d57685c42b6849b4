; Shell. A function's parameters are the variables that take $1, $2 ... in order.

(comment) @comment
(command name: (command_name) @_source argument: (_) @import.module (#any-of? @_source "source" ".")) @import
(function_definition name: (_) @function.name body: (_) @function.body) @function
(variable_assignment name: (_) @param @param.name value: (_) @_position (#match? @_position "^\"?\\$\\{?[0-9]+(:?[-?][^}]*)?\\}?\"?$"))

; --- here documents: $(cat <<X), read v <<X, curl -d @- <<X
(command_substitution (redirected_statement body: (command name: (command_name) @_cat)
  redirect: (heredoc_redirect (heredoc_body) @choice.value)) (#eq? @_cat "cat")) @choice
(redirected_statement body: (command name: (command_name) @_read argument: (word) @assign.target .)
  redirect: (heredoc_redirect (heredoc_body) @assign.value) (#eq? @_read "read")) @assign
; what a command reads is given to it: post getLead <<X, printf … | curl -d @-
(redirected_statement body: (command name: (command_name) @_cat)
  redirect: (heredoc_redirect (pipeline . (command) @call) (heredoc_body) @call.args) (#eq? @_cat "cat"))
(redirected_statement body: (command) @call redirect: (heredoc_redirect (heredoc_body) @call.args))
(pipeline (command name: (command_name) @_says) @call.args . (command) @call
  (#any-of? @_says "echo" "printf" "cat"))
(heredoc_body) @string
(herestring_redirect) @choice

(variable_assignment value: (word) @string)
(expansion (word) @string)
(variable_assignment name: (_) @assign.target "=" value: (_) @assign.value
  (#not-match? @assign.value "^\"?\\$\\{?[0-9]+(:?[-?][^}]*)?\\}?\"?$")) @assign
(variable_assignment name: (_) @assign.target "+=" value: (_) @assign.value) @assign @assign.append
(for_statement variable: (_) @assign.target value: (_) @assign.value) @assign @assign.element
(command name: (command_name) @call.name) @call
(command name: (command_name) argument: (_) @call.args) @call

(concatenation) @concat
(expansion (variable_name) @choice.value (_)? @choice.value) @choice
(array) @list
(subscript name: (_) @index.object index: (_) @index.key) @index

(string) @string
(raw_string) @string
(ansi_c_string) @string
(word) @constant
(number) @constant
(simple_expansion) @name
(variable_name) @name
