#include "scanner/clang/reader.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "scanner/base/char.h"
#include "scanner/clang/libclang.h"

namespace unsoap::clang {
namespace {

constexpr size_t kMaxAnswers =
    20000;  // of one kind: a generated file may hold more calls than anybody wants to hear of
constexpr size_t kMaxConstant = 1 << 16;
constexpr int kMaxBases = 32;

std::string Take(CXString text) {
  const char* const chars = lib.getCString(text);
  std::string out = chars == nullptr ? "" : chars;
  lib.disposeString(text);
  return out;
}

/// First child of a cursor; a null cursor if it has none.
CXCursor FirstChild(CXCursor cursor) {
  CXCursor first = lib.getNullCursor();
  lib.visitChildren(
      cursor,
      [](CXCursor child, CXCursor, CXClientData data) {
        *static_cast<CXCursor*>(data) = child;
        return CXChildVisit_Break;
      },
      &first);
  return first;
}

/// Through the conversions that libclang shows as unexposed expressions with one child.
CXCursor Unwrapped(CXCursor cursor) {
  for (int i = 0; i < 16; ++i) {
    const CXCursorKind kind = lib.getCursorKind(cursor);
    if (kind != CXCursor_UnexposedExpr && kind != CXCursor_ParenExpr &&
        kind != CXCursor_CStyleCastExpr)
      break;
    const CXCursor inner = FirstChild(cursor);
    if (lib.Cursor_isNull(inner)) break;
    cursor = inner;
  }
  return cursor;
}

/// The class, struct or basic type that is left when pointers, references and names for types are
/// gone.
CXType Bare(CXType type) {
  type = lib.getCanonicalType(type);
  for (int i = 0; i < 8; ++i) {
    const bool points = type.kind == CXType_Pointer || type.kind == CXType_LValueReference ||
                        type.kind == CXType_RValueReference ||
                        type.kind == CXType_ObjCObjectPointer;
    if (!points) break;
    type = lib.getCanonicalType(lib.getPointeeType(type));
  }
  return type;
}

/// "const ns::Port" -> "ns::Port". Empty for all but classes and enums: basic types receive no
/// calls, and `int` is what libclang says of a type that it does not know.
std::string NameOf(CXType type) {
  if (type.kind != CXType_Record && type.kind != CXType_Enum && type.kind != CXType_ObjCInterface &&
      type.kind != CXType_ObjCObject)
    return "";
  std::string name = Take(lib.getTypeSpelling(type));
  for (const std::string_view word :
       {"const ", "volatile ", "struct ", "union ", "class ", "enum ", "__kindof "}) {
    for (size_t at = 0; (at = name.find(word, at)) != std::string::npos;) {
      if (at == 0 || !IsWordChar(name[at - 1])) {
        name.erase(at, word.size());
      } else {
        ++at;
      }
    }
  }
  if (name.find('(') != std::string::npos || name == "id" || name.size() > 500)
    return "";  // (anonymous), (lambda), functions
  return name;
}

void AddBases(CXType type, std::vector<std::string>* bases) {
  struct Visit {
    std::vector<std::string>* bases;
  } visit = {bases};
  const CXCursor declaration = lib.getTypeDeclaration(type);
  CXCursor definition = lib.getCursorDefinition(declaration);
  if (lib.Cursor_isNull(definition)) definition = declaration;
  lib.visitChildren(
      definition,
      [](CXCursor child, CXCursor, CXClientData data) {
        const CXCursorKind kind = lib.getCursorKind(child);
        if (kind != CXCursor_CXXBaseSpecifier && kind != CXCursor_ObjCSuperClassRef &&
            kind != CXCursor_ObjCProtocolRef) {
          return CXChildVisit_Continue;
        }
        std::vector<std::string>* const bases = static_cast<Visit*>(data)->bases;
        const CXType base = lib.getCanonicalType(
            kind == CXCursor_CXXBaseSpecifier ? lib.getCursorType(child)
                                              : lib.getCursorType(lib.getCursorReferenced(child)));
        std::string name = NameOf(base);
        if (name.empty()) name = Take(lib.getCursorSpelling(lib.getCursorReferenced(child)));
        if (name.empty() || static_cast<int>(bases->size()) >= kMaxBases)
          return CXChildVisit_Continue;
        if (std::find(bases->begin(), bases->end(), name) != bases->end())
          return CXChildVisit_Continue;
        bases->push_back(std::move(name));
        AddBases(base, bases);
        return CXChildVisit_Continue;
      },
      &visit);
}

/// The value of a literal as libclang spells it: in quotes, with the escapes of C.
std::string Unquote(std::string_view spelling) {
  const size_t begin = spelling.find('"'), end = spelling.rfind('"');
  if (begin == std::string_view::npos || end <= begin) return "";
  spelling = spelling.substr(begin + 1, end - begin - 1);
  std::string out;
  for (size_t i = 0; i < spelling.size(); ++i) {
    if (spelling[i] != '\\' || i + 1 == spelling.size()) {
      out += spelling[i];
      continue;
    }
    static constexpr std::string_view kEscapes = "abfnrtv", kMeanings = "\a\b\f\n\r\t\v";
    const char c = spelling[++i];
    if (c >= '0' && c <= '7') {
      int value = 0;
      size_t digits = 0;
      while (digits < 3 && i < spelling.size() && spelling[i] >= '0' && spelling[i] <= '7')
        value = value * 8 + (spelling[i++] - '0'), ++digits;
      --i;
      out += static_cast<char>(value);
    } else if (const size_t known = kEscapes.find(c); known != std::string_view::npos) {
      out += kMeanings[known];
    } else {
      out += c;
    }
  }
  return out;
}

class Reader {
 public:
  Reader(CXTranslationUnit unit, const settle::ClangQuestion& question)
      : unit_(unit),
        main_(lib.getFile(unit, question.path.c_str())),
        text_(question.text),
        wanted_(question.names.begin(), question.names.end()) {}

  settle::ClangAnswers Run() {
    lib.visitChildren(lib.getTranslationUnitCursor(unit_), VisitTop, this);
    return std::move(answers_);
  }

 private:
  struct Place {
    bool in_main = false;
    uint32_t at = 0;  // what a macro's body made stands at the macro's name, what was handed to it
                      // stands where it is written
  };

  Place PlaceOf(CXSourceLocation location) const {
    CXFile file = nullptr;
    unsigned at = 0;
    lib.getFileLocation(location, &file, nullptr, nullptr, &at);
    return {file != nullptr && lib.File_isEqual(file, main_) != 0, at};
  }

  /// True if the name is really written at its place: a macro did not make it.
  bool IsWritten(uint32_t at, std::string_view name) const {
    return at <= text_.size() && text_.substr(at, name.size()) == name;
  }

  static CXChildVisitResult VisitTop(CXCursor cursor, CXCursor, CXClientData data) {
    Reader* const self = static_cast<Reader*>(data);
    if (!self->PlaceOf(lib.getCursorLocation(cursor)).in_main) return CXChildVisit_Continue;
    self->See(cursor);
    lib.visitChildren(cursor, Visit, data);
    return CXChildVisit_Continue;
  }

  static CXChildVisitResult Visit(CXCursor cursor, CXCursor, CXClientData data) {
    static_cast<Reader*>(data)->See(cursor);
    return CXChildVisit_Recurse;
  }

  void See(CXCursor cursor) {
    switch (lib.getCursorKind(cursor)) {
      case CXCursor_CallExpr:
        return SeeCall(cursor);
      case CXCursor_ObjCMessageExpr:
        return SeeMessage(cursor);
      case CXCursor_VarDecl:
      case CXCursor_ParmDecl:
      case CXCursor_FieldDecl:
      case CXCursor_ObjCIvarDecl:
      case CXCursor_ObjCPropertyDecl:
        return SeeDeclaration(cursor);
      case CXCursor_DeclRefExpr:
      case CXCursor_MemberRefExpr:
        return SeeReference(cursor);
      case CXCursor_StringLiteral:
      case CXCursor_ObjCStringLiteral:
        return SeeLiteral(cursor);
      default:
        return;
    }
  }

  static settle::ClangAnswers::Type Describe(CXType type) {
    settle::ClangAnswers::Type out;
    const CXType bare = Bare(type);
    out.type = NameOf(bare);
    if (!out.type.empty()) AddBases(bare, &out.bases);
    return out;
  }

  void AddCall(Place place, settle::ClangAnswers::Type receiver, std::string name) {
    if (name.empty() || name.starts_with("operator")) return;
    if (!IsWritten(place.at, name)) {
      if (answers_.expansions.size() >= kMaxAnswers) return;
      settle::ClangAnswers::Expansion expansion;
      expansion.at = place.at;
      expansion.receiver = std::move(receiver);
      expansion.name = std::move(name);
      answers_.expansions.push_back(std::move(expansion));
      return;
    }
    if (receiver.type.empty() || answers_.calls.size() >= kMaxAnswers) return;
    receiver.at = place.at;
    receiver.name = std::move(name);
    answers_.calls.push_back(std::move(receiver));
  }

  void SeeCall(CXCursor call) {
    const CXCursor callee = Unwrapped(FirstChild(call));
    const CXCursorKind kind = lib.getCursorKind(callee);
    if (kind != CXCursor_MemberRefExpr && kind != CXCursor_DeclRefExpr) return;
    const Place place = PlaceOf(lib.getCursorLocation(callee));
    if (!place.in_main) return;
    settle::ClangAnswers::Type receiver;
    if (kind == CXCursor_MemberRefExpr) {
      const CXCursor object = FirstChild(callee);
      if (!lib.Cursor_isNull(object) && lib.isExpression(lib.getCursorKind(object)) != 0) {
        receiver = Describe(lib.getCursorType(object));
      }
    }
    AddCall(place, std::move(receiver), Take(lib.getCursorSpelling(callee)));
  }

  void SeeMessage(CXCursor message) {
    const CXSourceRange name = lib.Cursor_getSpellingNameRange(message, 0, 0);
    const Place place = PlaceOf(lib.getRangeStart(name));
    if (!place.in_main) return;
    std::string selector = Take(lib.getCursorSpelling(message));
    selector = selector.substr(0, selector.find(':'));
    AddCall(place, Describe(lib.Cursor_getReceiverType(message)), std::move(selector));
  }

  void SeeDeclaration(CXCursor declaration) {
    const Place place = PlaceOf(lib.getCursorLocation(declaration));
    if (!place.in_main || answers_.declarations.size() >= kMaxAnswers) return;
    settle::ClangAnswers::Type type = Describe(lib.getCursorType(declaration));
    type.name = Take(lib.getCursorSpelling(declaration));
    if (type.type.empty() || type.name.empty() || !IsWritten(place.at, type.name)) return;
    type.at = place.at;
    answers_.declarations.push_back(std::move(type));
  }

  /// A name of a constant that is declared somewhere else, perhaps in another file.
  void SeeReference(CXCursor reference) {
    const Place place = PlaceOf(lib.getCursorLocation(reference));
    if (!place.in_main || !wanted_.contains(place.at)) return;
    const CXCursor declared = lib.getCursorReferenced(reference);
    if (lib.getCursorKind(declared) != CXCursor_VarDecl &&
        lib.getCursorKind(declared) != CXCursor_FieldDecl)
      return;
    // The last expression below the declaration is its initialiser.
    CXCursor initial = lib.getNullCursor();
    lib.visitChildren(
        declared,
        [](CXCursor child, CXCursor, CXClientData data) {
          if (lib.isExpression(lib.getCursorKind(child)) != 0)
            *static_cast<CXCursor*>(data) = child;
          return CXChildVisit_Continue;
        },
        &initial);
    if (!lib.Cursor_isNull(initial)) AddConstant(place.at, 0, Unwrapped(initial));
  }

  /// A literal that a macro made, or the whole of several that stand side by side.
  void SeeLiteral(CXCursor literal) {
    const Place place = PlaceOf(lib.getCursorLocation(literal));
    const Place end = PlaceOf(lib.getRangeEnd(lib.getCursorExtent(literal)));
    if (place.in_main && end.in_main && wanted_.contains(place.at))
      AddConstant(place.at, end.at, literal);
  }

  void AddConstant(uint32_t at, uint32_t end, CXCursor literal) {
    const CXCursorKind kind = lib.getCursorKind(literal);
    if (kind != CXCursor_StringLiteral && kind != CXCursor_ObjCStringLiteral) return;
    if (answers_.constants.size() >= kMaxAnswers) return;
    std::string spelling = Take(lib.getCursorSpelling(literal));
    if (spelling.size() > kMaxConstant) return;
    answers_.constants.push_back({at, end, Unquote(spelling)});
  }

  const CXTranslationUnit unit_;
  const CXFile main_;
  const std::string_view text_;
  const std::unordered_set<uint32_t> wanted_;
  settle::ClangAnswers answers_;
};

}  // namespace

std::optional<settle::ClangAnswers> ReadTranslationUnit(const settle::ClangQuestion& question) {
  const CXIndex index = lib.createIndex(/*excludeDeclarationsFromPCH=*/1, /*displayDiagnostics=*/0);
  // A crash is to end this process: what is left of libclang after one is not worth asking, and
  // whether it recovers from one is chance. An index turns recovery on, so this comes after it.
  lib.toggleCrashRecovery(0);
  // Only what the command names is read: no headers of this machine, no configuration, no modules
  // on disk.
  std::vector<const char*> arguments = {"-nostdinc",
                                        "-nostdinc++",
                                        "-nobuiltininc",
                                        "-w",
                                        "-ferror-limit=0",
                                        "-fbracket-depth=512",
                                        "-ftemplate-depth=128",
                                        "-fconstexpr-steps=100000",
                                        "-x",
                                        question.language.c_str()};
  for (const std::string& argument : question.arguments) arguments.push_back(argument.c_str());
  CXUnsavedFile file = {question.path.c_str(), question.text.data(),
                        static_cast<unsigned long>(question.text.size())};
  CXTranslationUnit unit = nullptr;
  const CXErrorCode code = lib.parseTranslationUnit2(
      index, question.path.c_str(), arguments.data(), static_cast<int>(arguments.size()), &file, 1,
      CXTranslationUnit_KeepGoing | CXTranslationUnit_IgnoreNonErrorsFromIncludedFiles, &unit);
  std::optional<settle::ClangAnswers> answers;
  if (code == CXError_Success && unit != nullptr) answers = Reader(unit, question).Run();
  if (unit != nullptr) lib.disposeTranslationUnit(unit);
  lib.disposeIndex(index);
  return answers;
}

std::string LibclangVersion() { return Take(lib.getClangVersion()); }

}  // namespace unsoap::clang
