// LanguageKeys: the keys of language.yaml, each once, and where its value goes in a Language.
//
// What it is: one walk for who checks and packs the files at build time (compile_language.cc) and
// who unpacks them in the program (language.cc), so that neither knows a key that the other does
// not. What it is not: a reader of YAML or of packed bytes. A dot in a name stands for a key inside
// a map ("grammar.package"); README.md says what each means.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/regex.h"
#include "scanner/languages/language.h"

namespace unsoap::languages {

using Texts = std::vector<std::string>;
using TextPairs = std::vector<std::pair<std::string, std::string>>;
using Patterns = std::vector<Regex>;
using Replacements = std::vector<std::pair<Regex, std::string>>;

/// A list of names that all are format calls of one style.
struct FormatCallKey {
  FormatCall::Style style;
};
/// A list of words, or one word alone.
struct WordOrWords {
  Texts Language::*member;
};
/// A list of regular expressions that stay texts in the program: they are only run on demand.
struct PatternTexts {
  Texts Language::*member;
};
/// One of a few words, by its place in the list of those allowed.
struct EscapesKey {};

/// How the files of a language find each other.
template <class Visit>
void VisitModuleKeys(Visit& visit) {
  using L = Language;
  visit("declares", &L::declares);
  visit("imports", &L::imports);
  visit("reached_by_import", &L::reached_by_import);
  visit("includes_share", &L::includes_share);
  visit("folder_modules", &L::folder_modules);
  visit("folder_files", &L::folder_files);
  visit("source_folders", &L::source_folders);
  visit("stem_ends", &L::stem_ends);
  visit("module_objects", &L::module_objects);
  visit("default_exports", &L::default_exports);
  visit("settings_files", &L::settings_files);
  visit("entry_points", &L::entry_points);
  visit("else_words", &L::else_words);
  visit("package_functions", &L::package_functions);
  visit("bare_calls", &L::bare_calls);
  visit("assigns_shared", &L::assigns_shared);
  visit("open_modules", &L::open_modules);
  visit("explicit_self", &L::explicit_self);
}

/// Names of what collections have, and of loops over them.
template <class Visit>
void VisitCollectionKeys(Visit& visit) {
  using L = Language;
  visit("entry_objects", &L::entry_objects);
  visit("elements", &L::elements);
  visit("appends", &L::appends);
  visit("appends_all", &L::appends_all);
  visit("keeps_first", &L::keeps_first);
  visit("spread_marks", &L::spread_marks);
  visit("slices", &L::slices);
  visit("joins", &L::joins);
  visit("lookups", &L::lookups);
  visit("maps", &L::maps);
  visit("loops", &L::loops);
  visit("gives_all", &L::gives_all);
  visit("gives_keys", &L::gives_keys);
  visit("gives_values", &L::gives_values);
  visit("entry_keys", &L::entry_keys);
  visit("entry_values", &L::entry_values);
  visit("loops_over_keys", &L::loops_over_keys);
  visit("loops_over_values", &L::loops_over_values);
  visit("value_first", &L::value_first);
  visit("closures_unpack", &L::closures_unpack);
  visit("index_getters", &L::index_getters);
  visit("index_setters", &L::index_setters);
  visit("registers", &L::registers);
}

/// How XML is made and read, and routes that stand in it.
template <class Visit>
void VisitXmlKeys(Visit& visit) {
  using L = Language;
  visit("xml_clients", &L::xml_clients);
  visit("xml_calls", &L::xml_calls);
  visit("element_makers", &L::element_makers);
  visit("operation_headers", &L::operation_headers);
  visit("xml_tags", &L::xml_tags);
}

/// Names of the language's libraries, by what a call of them does to the values.
template <class Visit>
void VisitLibraryKeys(Visit& visit) {
  using L = Language;
  visit("new_methods", &L::new_methods);
  visit("getters", &L::getters);
  visit("setters", &L::setters);
  visit("class_literals", &L::class_literals);
  visit("enum_values", &L::enum_values);
  visit("method_getters", &L::method_getters);
  visit("sends", &L::sends);
  visit("calls_by_name", &L::calls_by_name);
  visit("catch_all", &L::catch_all);
  visit("catch_names", &L::catch_names);
  visit("made_functions", &L::made_functions);
  visit("block_subjects", &L::block_subjects);
  visit("receiver_blocks", &L::receiver_blocks);
  visit("extensions_have_self", &L::extensions_have_self);
  visit("property_access", &L::property_access);
  visit("fields_name_classes", &L::fields_name_classes);
  visit("awaited", &L::awaited);
  visit("gives_back", &L::gives_back);
  visit("hands_on", &L::hands_on);
  visit("promises", &L::promises);
  visit("invokers", &L::invokers);
  visit("same_function", &L::same_function);
  visit("getter_annotations", &L::getter_annotations);
  visit("object_calls", &L::object_calls);
  visit("runs", &L::runs);
  visit("makes_and_runs", &L::makes_and_runs);
  visit("callback_takers", &L::callback_takers);
  visit("registrars", &L::registrars);
  visit("callable_texts", &L::callable_texts);
  visit("name_blocks", &L::name_blocks);
  visit("class_then_name", &L::class_then_name);
  visit("message_senders", &L::message_senders);
  visit("message_handlers", &L::message_handlers);
  visit("message_annotations", &L::message_annotations);
  visit("route_methods", &L::route_methods);
  visit("handler_keys", &L::handler_keys);
  visit("spreads", &L::spreads);
  visit("receiver_first", &L::receiver_first);
  visit("tree_names", &L::tree_names);
  visit("tree_objects", &L::tree_objects);
  visit("choice_words", &L::choice_words);
  visit("pair_callables", &L::pair_callables);
  visit("bare_super", &L::bare_super);
  visit("stands_for", &L::stands_for);
  visit("binds", &L::binds);
  visit("builders", &L::builders);
  visit("gives_self", &L::gives_self);
  visit("instance_getters", &L::instance_getters);
  visit("class_factories", &L::class_factories);
  visit("member_factories", &L::member_factories);
  visit("class_callbacks", &L::class_callbacks);
  visit("fills_last", &L::fills_last);
  visit("flat_arguments", &L::flat_arguments);
  visit("memberwise", &L::memberwise);
  visit("structural", &L::structural);
  visit("text_types", &L::text_types);
  visit("number_types", &L::number_types);
  visit("truth_types", &L::truth_types);
  visit("implicit_parameters", &L::implicit_parameters);
  visit("class_getters", &L::class_getters);
  visit("makers", &L::makers);
  visit("async_ends", &L::async_ends);
}

/// Calls visit(name, where, allowed...) for each key; `where` is a pointer to a member or one of
/// the types above, `allowed` the only words that its value may be.
template <class Visit>
void VisitLanguageKeys(Visit&& visit) {
  using L = Language;
  visit("id", &L::id);
  visit("title", &L::title);
  visit("inherits", &L::inherits);
  visit("family", &L::family);
  visit("also_uses", &L::also_uses);
  visit("extensions", &L::extensions);
  visit("shares", &L::shares);
  visit("filenames", &L::filenames);
  visit("shebangs", &L::shebangs);
  visit("modelines", &L::modelines);
  visit("content_hints", PatternTexts{&L::content_hints});
  visit("content_needs", PatternTexts{&L::content_needs});
  visit("grammar.package", &L::package);
  visit("grammar.path", &L::grammar_path);
  visit("grammar.symbol", &L::symbol);
  visit("case", WordOrWords{&L::cases}, "camel", "snake", "pascal");
  visit("strings.prefixes", &L::prefixes);
  visit("strings.raw_prefixes", &L::raw_prefixes);
  visit("strings.quotes", &L::quotes);
  visit("strings.raw_quotes", &L::raw_quotes);
  visit("strings.holes", &L::holes);
  visit("strings.hole_quotes", &L::hole_quotes);
  visit("strings.escapes", EscapesKey(), "none", "backslash", "double");
  visit("strings.escape_char", &L::escape_char);
  visit("strings.case_escapes", &L::case_escapes);
  visit("strings.symbols", &L::symbols);
  visit("sigils", &L::sigils);
  visit("self", &L::self);
  visit("super", &L::super);
  visit("constructors", &L::constructors);
  visit("format_calls.percent", FormatCallKey{FormatCall::Style::kPercent});
  visit("format_calls.braces", FormatCallKey{FormatCall::Style::kBraces});
  visit("tail_skip", &L::tail_skip);
  visit("read_as", &L::read_as);
  visit("comments.line", &L::line_comments);
  visit("comments.block", &L::block_comments);
  visit("embeds", &L::embeds);
  visit("ignore_case", &L::ignore_case);
  visit("receiver_classes", &L::receiver_classes);
  visit("doc_types.variable", &L::doc_variables);
  visit("doc_types.parameter", &L::doc_parameters);
  visit("doc_types.result", &L::doc_results);
  visit("opening", &L::opening);
  visit("nulls", &L::nulls);
  visit("continues", &L::continues);
  visit("doc_comments", &L::doc_comments);
  visit("type_modifiers", &L::type_modifiers);
  visit("element_modifiers", &L::element_modifiers);
  visit("inferred_types", &L::inferred_types);
  visit("no_types", &L::no_types);
  visit("type_arguments", &L::type_arguments);
  visit("map_types", &L::map_types);
  visit("clang", &L::clang, "c", "c++", "objective-c", "objective-c++");
  VisitModuleKeys(visit);
  VisitCollectionKeys(visit);
  VisitXmlKeys(visit);
  VisitLibraryKeys(visit);
}

}  // namespace unsoap::languages
