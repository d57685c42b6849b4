// KnownTexts: which of the values that may reach an expression say nothing beside the texts that
// do.
//
// What it is: a look at one value of an answer (link/question.h) and at what stands where it came
// into being. What it is not: a search for values.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/link/question.h"
#include "scanner/rules/pack.h"

namespace unsoap::match {

/// True for what only the declared type of a parameter or variable says, for the name of a constant
/// that is known (conf.BATCH), and for a parameter whose text in this call is known: of no weight,
/// where nothing unknown reaches the expression, too.
bool IsBesideTexts(const link::Program& program, const link::Flow& flow,
                   const link::Questions::Held& held);

/// True for a member of a class that is not in the tree (Settings.QUARTER): its name is its value
/// only if the class is an enumeration.
bool IsGuessedMember(const link::Program& program, const link::Flow& flow,
                     const link::Questions::Held& held);
/// The text that the member of an enumeration of the program is declared with (enum Key { Mail =
/// 'EMAIL' }); empty if there is none, or not one alone.
std::string_view DeclaredTextOf(const link::Program& program, const link::Flow& flow,
                                const link::Atom& member);
/// True for a value of the enumerations that the member at a path may have, or of any where it has
/// none of its own, however code spells it: InterestingMoment.
bool IsEnumValue(const rules::Pack& pack, std::string_view path, std::string_view text);
/// True if one of the values of a node is a text.
bool HasTextAt(const link::Flow& flow, link::NodeId node);

/// Leaves out what only tests of the tree pass or make, where the call is not theirs: nobody passes
/// it in production.
void DropTested(const link::Program& program, const link::Flow& flow,
                const link::Questions& questions, link::ExprRef use,
                std::vector<link::Questions::Held>* held);

/// A null that is passed is no argument: the words of all languages.
bool IsNull(const link::Program& program, link::ExprRef at);

}  // namespace unsoap::match
