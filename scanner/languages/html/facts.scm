; HTML: script blocks and event handlers are JavaScript.

(comment) @comment
(script_element (start_tag (attribute (attribute_name) @_type (quoted_attribute_value (attribute_value) @_kind)))
  (raw_text) @ignore (#match? @_type "(?i)^type$") (#not-match? @_kind "(?i)javascript|ecmascript|module|babel|jsx"))
(script_element (raw_text) @embed)
(attribute (attribute_name) @_event (quoted_attribute_value (attribute_value) @embed) (#match? @_event "(?i)^on[a-z]+$"))
(attribute (attribute_value) @string)
(quoted_attribute_value) @string
