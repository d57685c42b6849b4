; Templates with <% %>: what the tags hold is code, the rest is markup. EJS and JSP inherit this file.

(comment_directive) @comment
(output_directive (code) @comment (#match? @comment "^-"))
(directive (code) @ignore (#match? @ignore "^@"))
(code) @embed
(content) @embed
