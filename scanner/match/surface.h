// Surface: the argument of a call that an expression in the called function stands for.
//
// What it is: a way out of the functions that a frame entered, parameter by parameter. What it is
// not: a search for values (Questions). At most kMostCalls calls.
#pragma once

#include "scanner/link/question.h"

namespace unsoap::match {

/// Where what is written comes from a parameter of a function that the frame entered, the argument
/// of that call; `frame` becomes the one in which it stands.
link::ExprRef SurfaceOf(const link::Program& program, const link::Flow& flow,
                        const link::Questions& questions, link::ExprRef writer, link::Frame* frame);

}  // namespace unsoap::match
