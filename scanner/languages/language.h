// Language: what language.yaml says about one language, and the registry of all of them.
//
// What it is: plain data, compiled into the binary by compile_language.cc and decoded once on first
// use. What it is not: a parser (facts/syntax_tree.h) or a query (facts/fact_query.h). Immutable
// after the first call; thread safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/base/regex.h"

namespace unsoap::languages {

/// A format function: `name` is a plain name, ".name" when the template is the receiver,
/// "Type.name" for a static one.
struct FormatCall {
  enum class Style { kPercent, kBraces };
  std::string name;
  Style style = Style::kPercent;
};

struct Language {
  std::string id, title;
  std::string
      family;  // languages whose files import each other have one; its id if it stands alone
  std::vector<std::string> also_uses;  // further families whose classes and functions its code uses
  std::string inherits;                // language whose facts.scm this one uses; empty: its own
  std::vector<std::string>
      extensions;  // lower case, with the dot; may have several parts (".drush.inc")
  std::vector<std::string>
      shares;  // extensions of another language that may be ours, too, where content_hints match
  std::vector<std::string> filenames;  // whole names, * allowed
  std::vector<std::string> shebangs, modelines;
  std::vector<std::string>
      content_hints;  // regular expressions that only this language's files match near their begin
  std::vector<std::string>
      content_needs;  // one must match or the extension may lie ("<?php" for PHP); empty: no doubt
  std::string package, grammar_path, symbol;  // empty: no grammar
  std::vector<std::string> cases;             // camel, snake, pascal

  std::vector<std::string> prefixes, raw_prefixes;  // letters before the quote
  std::vector<std::string> quotes;                  // longest first
  std::vector<std::string> raw_quotes;  // quotes inside which only \\ and \quote are escapes
  std::vector<Regex>
      holes;  // interpolations that the grammar does not see; group 1: what is put in
  std::vector<std::string> hole_quotes;  // quotes of the strings that have them
  enum class Escapes { kNone, kBackslash, kDouble };
  Escapes escapes = Escapes::kBackslash;
  std::string escape_char = "\\";
  std::vector<std::string> symbols;  // sigils of symbol literals

  std::vector<std::string> sigils;
  std::vector<std::string> self;   // the current object or class
  std::vector<std::string> super;  // the same as an object of its base
  std::vector<std::string> constructors;
  std::vector<FormatCall> format_calls;
  std::vector<std::string>
      tail_skip;  // nodes that do not count as a body's last statement (rescue, ensure)
  std::vector<std::string> line_comments;
  std::vector<std::pair<std::string, std::string>> block_comments;
  /// What the grammar would stumble over, and what it reads instead: group 1 (or the match) is
  /// replaced by the text and spaces up to the same length. Facts are taken from the source itself.
  std::vector<std::pair<Regex, std::string>> read_as;
  /// Node of this grammar and the language that reads its text; for @embed without a language.
  std::vector<std::pair<std::string, std::string>> embeds;
  bool ignore_case = false;  // names of classes, functions and methods are matched without case
  /// Functions make classes: the member that holds a class's methods (X.prototype.m = function ()
  /// {}); empty: they do not.
  std::string receiver_classes;
  /// Tags of doc comments that declare the type of what follows, of a parameter and of the result.
  std::vector<std::string> doc_variables, doc_parameters, doc_results;
  /// Give a method as a value: getattr(client, name), client.method(:name).
  std::vector<std::string> method_getters;
  /// Methods that call the method of the receiver which the first argument names: x.send(:name,
  /// ...).
  std::vector<std::string> sends;
  /// Functions that call what their arguments name: f(object, name, ...) or f([object, name], ...).
  std::vector<std::string> calls_by_name;
  /// Methods that answer for those that a class has not: their first parameter is the name, the
  /// others the arguments.
  std::vector<std::string> catch_all;
  /// Methods that hand their receiver to the closure that is their argument: x.then(y => ...).
  std::vector<std::string> hands_on;
  /// Classes whose constructor is given a closure, that hands the object's value to its first
  /// parameter: new Promise(resolve => resolve(x)).
  std::vector<std::string> promises;
  /// Methods of a function or closure that call it: f.call(x), task.delay(x).
  std::vector<std::string> invokers;
  /// Functions that give the function which they are given, in other clothes: partial(f).
  std::vector<std::string> same_function;
  /// Functions that give back what they are given, with other behaviour: verify(mock), spy(x).
  std::vector<std::string> gives_back;
  /// Methods that give what a collection, Optional, Provider or the like holds: maybe.get().
  std::vector<std::string> elements;
  /// Types whose value stands for what it will hold: Task, Future.
  std::vector<std::string> awaited;
  /// Functions that are given a closure in which names without a receiver are those of their
  /// receiver or, without one, of their first argument: port.run { getTags() }.
  std::vector<std::string> receiver_blocks;
  /// Elements of integration tools that make a client, and that name an operation of one.
  std::vector<std::string> xml_clients, xml_calls;
  bool extensions_have_self = false;  // a function that extends a type has a `this` of that type
  bool property_access = false;       // x.port reads getPort() of x
  bool fields_name_classes = false;   // a field without a type is named after its class (Grails)
  /// Methods that put each argument into the collection that they are called on: list.add(x).
  std::vector<std::string> appends;
  /// The same with what the arguments hold: list.addAll(others), dict.update(more).
  std::vector<std::string> appends_all;
  /// Functions and methods that give a new collection of all that their arguments, and what they
  /// are called on, hold: array_merge(a, b), a.concat(b).
  std::vector<std::string> joins;
  /// Those of them that keep what a part before gave under a key: $.defaults(a, b); "+": the
  /// operator.
  std::vector<std::string> keeps_first;
  /// Marks before a value that put all that it holds into the map, list or call around it.
  std::vector<std::string> spread_marks;
  /// Marks in an index that make it a part of the list: list[0:300].
  std::vector<std::string> slices;
  /// Methods that read an entry by its key: map.get(key) is no other writing of the key.
  std::vector<std::string> lookups;
  /// Annotations of functions that are run by reading the property of their name.
  std::vector<std::string> getter_annotations;
  /// Methods that run when their object is called like a function: __invoke, __call__.
  std::vector<std::string> object_calls;
  /// Method of a class and the method that it has run later with the same arguments: perform_async,
  /// perform.
  std::vector<std::pair<std::string, std::string>> runs;
  /// The same, of a new object that is made from the arguments, or of an object that is one of
  /// them: dispatch, handle.
  std::vector<std::pair<std::string, std::string>> makes_and_runs;
  /// Functions that call what a text or a pair of object and text names: add_action(hook, 'f').
  std::vector<std::string> callback_takers;
  /// Of these, and of others that are given a function, those that only keep it for later: what
  /// registers it does not call it.
  std::vector<std::string> registrars;
  /// Texts that name a function, with $c for its class, $m for its name, $f for a function of the
  /// module $c; and the class's name that the first part makes ($c: as it stands, $C: in camel
  /// case): "$c#$m" and "$CController".
  std::vector<std::pair<std::string, std::string>> callable_texts;
  /// What stands before a name that a call is given to call it on each item: reject(&:known?).
  std::vector<std::string> name_blocks;
  /// A class and a name behind it, among a call's arguments, are the class's function of that name.
  bool class_then_name = false;
  /// Functions that take a message to whoever handles its type; methods, and annotations of
  /// methods, that handle the type of their first parameter.
  std::vector<std::string> message_senders, message_handlers, message_annotations;
  /// Methods that a framework runs of a class which a route names.
  std::vector<std::string> route_methods;
  /// Keys under which a map holds a function for whoever reads the map.
  std::vector<std::string> handler_keys;
  /// Functions that are given the arguments of a call as one list: call_user_func_array(f, list).
  std::vector<std::string> spreads;
  /// Methods of a function that are given the object before the arguments: f.call(this, x).
  std::vector<std::string> receiver_first;
  /// Names at a file's top, as written with their sigil, that every file of the language sees.
  std::vector<Regex> tree_names;
  /// What such names are members or entries of, as written: global, $GLOBALS.
  std::vector<std::string> tree_objects;
  /// Methods whose result says which object answers for their class: getFacadeAccessor.
  std::vector<std::string> stands_for;
  /// Functions that call their first argument with the others: partial(f, x); ".bind": what they
  /// are called on, and their first argument is its object.
  std::vector<std::string> binds;
  /// Methods that make what a property of their name gives on first use; {name} is the property.
  std::vector<std::string> builders;
  /// Methods that give what they are called on: job.set(wait: 5).
  std::vector<std::string> gives_self;
  /// Methods of a class that give an object of it: instance.
  std::vector<std::string> instance_getters;
  /// Functions and methods that make the XML element which an argument names: createElementNS.
  std::vector<std::string> element_makers;
  bool pair_callables = false;     // a list of an object and a text is the method of that name
  bool bare_super = false;         // super(x) calls the base's method of the function's own name
  bool package_functions = false;  // a package's functions are called by their bare names in it
  bool flat_arguments = false;     // a call's arguments are one list: f(a => b) is f("a", b)
  bool memberwise = false;         // a class without a constructor is made from its fields in order
  bool folder_modules = false;     // the files of a folder are one module, named by the folder
  bool structural = false;         // a class that has an interface's methods implements it
  bool includes_share = false;     // a file sees the variables of the files that it includes
  bool assigns_shared = false;     // a name that is assigned but not declared is the file's
  bool explicit_self = false;      // a method is never called by its bare name
  bool bare_calls = false;  // a name that is no variable calls the method or function of that name
  /// Functions and methods that give an object of the class that they are given: get(Crm.class).
  std::vector<std::string> class_getters;
  /// Methods that keep their second argument under the name that is the first: set('crm', value).
  std::vector<std::string> registers;
  /// What the methods begin with that keep their argument as the property of the name behind it,
  /// and those that give it.
  std::vector<std::string> setters, getters;
  /// Methods of a class that make an object of it (X.new).
  std::vector<std::string> new_methods;
  /// Members of a class that are the class itself, as a value (Crm::class).
  std::vector<std::string> class_literals;
  /// Members of an enumeration's member that give its constant (Op.FIND.value).
  std::vector<std::string> enum_values;
  /// Stems of the files that stand for their folder (__init__, index), and the folders of a package
  /// that hold its sources and are no part of its name.
  std::vector<std::string> folder_files, source_folders;
  /// What a file gives as a whole: the objects that its members are put into (exports,
  /// module.exports), and the names that mean the whole where they are declared or imported.
  std::vector<std::string> module_objects, default_exports;
  /// Functions that a program begins with, and nothing else calls.
  std::vector<std::string> entry_points;
  /// Words between the branches of a choice, in lower case where case does not matter.
  std::vector<std::string> else_words;
  /// Files of settings that programs read without naming them; whole names, * allowed.
  std::vector<std::string> settings_files;
  /// Words that stand before a name where it is declared (class, def); "(": a function has its type
  /// before it and a bracket behind it. Empty: any mention of a name may be its declaration.
  std::vector<std::string> declares;
  /// Words of the lines that name another file or module (import, require_once); without case.
  std::vector<std::string> imports;
  /// True if what another file declares is reached by an import of that file only (Python): a class
  /// is not known by its name elsewhere.
  bool reached_by_import = false;
  /// Types of parameters that texts, numbers and truth values fit; a type that is in none of them
  /// may be given anything. Where a language overloads its functions they tell which one is meant.
  std::vector<std::string> text_types, number_types, truth_types;
  /// Words for nothing (null, None), in any case.
  std::vector<std::string> nulls;
  /// What a line begins with that goes on with the statement above it: ".", "->".
  std::vector<std::string> continues;
  /// What a comment begins with that documents what follows: "/**".
  std::vector<std::string> doc_comments;
  /// What methods of generated factories begin with that wrap a value for a type or member:
  /// createLeadKey(x).
  std::vector<std::string> makers;
  /// What a method's name ends with where its result comes later: getLeadAsync.
  std::vector<std::string> async_ends;
  /// What a file's stem may end with beside its module's name: crm.d.ts declares crm.
  std::vector<std::string> stem_ends;
  /// What begins the text that says how a field is written as XML: `xml:"name"`.
  std::vector<std::string> xml_tags;
  /// Words before a type that say nothing of which it is (const, final), and before the type that
  /// one holds (? extends); words in place of a type that is left to the compiler (var, auto).
  std::vector<std::string> type_modifiers, element_modifiers, inferred_types;
  /// Members of a union of types that are no type of anything: null, None, false.
  std::vector<std::string> no_types;
  /// What stands in brackets before the type that one holds: List(Of Lead); and what begins a map
  /// whose value's type stands behind its key's: map[string]Lead.
  std::vector<std::string> type_arguments, map_types;
  /// Names that stand for what a closure is given, where it declares no parameters.
  std::vector<std::string> implicit_parameters;
  /// Headers of messages whose value names the operation that a step of a route calls.
  std::vector<std::string> operation_headers;
  std::string opening;  // what a fragment in a document leaves out ("<?php"); empty: nothing
  std::string clang;    // what libclang calls it (-x); empty: it has nothing to say about it
  /// Methods that x[key] runs, and that x[key] = value does: get, __setitem__.
  std::vector<std::string> index_getters, index_setters;
  /// Functions that make an object of the class which a text names, and what its name is then: {0}
  /// is the text, {1} and {2} what stands before and behind its slash.
  std::vector<std::pair<std::string, std::string>> class_factories;
  /// The same, where the object becomes a member of the one around it, named by the next text or,
  /// without one, as the class is asked for: $this->load->model('Crm_model', 'crm').
  std::vector<std::pair<std::string, std::string>> member_factories;
  /// Calls in a class's body whose texts name methods of it that run later: after_save :push.
  std::vector<std::string> class_callbacks;
  /// Methods that put the entry which they look up into their last argument: TryGetValue(key, out
  /// x).
  std::vector<std::string> fills_last;
  bool open_modules = false;  // members of a module are known by their bare names everywhere
  /// Functions and methods that give a list of what a closure gives for each item: ids.map { ... };
  /// and those that run it for each item.
  std::vector<std::string> maps, loops;
  /// Functions and methods that give all that a collection holds, in its order: x.items(), list(x);
  /// the keys of a map, or its values, alone.
  std::vector<std::string> gives_all, gives_keys, gives_values;
  /// Members of a map's entry that are its key, and its value: entry.Key, entry.getValue().
  std::vector<std::string> entry_keys, entry_values;
  /// Words by which a part of a loop's body is not run for every item: if, continue.
  std::vector<std::string> choice_words;
  bool loops_over_keys = false;    // a loop over a map with one variable gives it the keys
  bool loops_over_values = false;  // the same with the values; with neither of them: the entries
  bool value_first = false;      // a closure that goes over a map is given the value, then the key
  bool closures_unpack = false;  // a closure with several parameters gets the parts of each item
  /// Functions may be made under a name that code computes (exports[name] = function () {}): they
  /// answer for what the name holds.
  bool made_functions = false;
  /// The variable that holds the name of what a catch_all function is called by ($AUTOLOAD).
  std::vector<std::string> catch_names;
  /// Objects whose members are the entries that were registered by their names: settings.
  std::vector<std::string> entry_objects;
  /// A name, and the call that says in its first argument what it stands for in its block:
  /// described_class, describe.
  std::vector<std::pair<std::string, std::string>> block_subjects;
  std::string case_escapes;  // letters of escapes that only change the case of what follows
};

/// All languages, sorted by id.
const std::vector<std::unique_ptr<Language>>& Languages();
/// What methods of any language begin with that keep their argument as a property, each once.
const std::vector<std::string>& AllSetters();
/// What a list of any language holds, each once, sorted: for texts of which nobody says what
/// language they are in.
std::vector<std::string> OfAnyLanguage(std::vector<std::string> Language::*list);
/// "setLeadKey" -> "LeadKey" where one of the prefixes (setters, getters) is "set"; empty if the
/// method has none of them.
template <class Prefixes>
std::string_view PropertyOf(const Prefixes& prefixes, std::string_view method) {
  for (const std::string_view prefix : prefixes) {
    if (method.size() > prefix.size() && method.starts_with(prefix))
      return method.substr(prefix.size());
  }
  return {};
}
/// nullptr if there is none.
const Language* FindLanguage(std::string_view id);

/// The language that people call so: its id, its title, an extension without the dot, an
/// interpreter or an editor's mode, in any case ("php", "C#", "cs", "js"); nullptr if none is.
const Language* LanguageNamed(std::string_view name);

/// The language of a file by its name, then its first lines; empty if none is known. `head` may be
/// any prefix of the decoded text; more of it gives a better answer.
std::string_view LanguageOf(std::string_view path, std::string_view head);
/// The languages that the content of a file suggests against its name, best first: candidates to be
/// tried and compared.
std::vector<std::string_view> LanguagesByContent(std::string_view by_name, std::string_view head);
/// The languages that a file may be in as well as in the one of its name: a shebang or modeline
/// that disagrees with the extension, a shared extension (".h", ".m", ".pl") and content to go with
/// it. They compete with `by_name`, which may well be right (a script that begins as a shell's and
/// hands itself on).
std::vector<std::string_view> RivalLanguages(std::string_view path, std::string_view by_name,
                                             std::string_view head);

}  // namespace unsoap::languages
