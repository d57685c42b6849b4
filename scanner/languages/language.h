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
  std::string inherits;  // language whose facts.scm this one uses; empty: its own
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
  /// Names that stand for what a closure is given, where it declares no parameters.
  std::vector<std::string> implicit_parameters;
  /// Headers of messages whose value names the operation that a step of a route calls.
  std::vector<std::string> operation_headers;
  std::string opening;  // what a fragment in a document leaves out ("<?php"); empty: nothing
  std::string clang;    // what libclang calls it (-x); empty: it has nothing to say about it
};

/// All languages, sorted by id.
const std::vector<std::unique_ptr<Language>>& Languages();
/// What methods of any language begin with that keep their argument as a property, each once.
const std::vector<std::string>& AllSetters();
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
