// JoinSteps: one step for what several rows ask for.
//
// What it is: set-up and look-ups that are the same request become one step under all of their
// conditions, and what uses their answers names that one. What it is not: a choice of requests
// (rules/decide.h).
#pragma once

#include <vector>

#include "scanner/rules/decide.h"

namespace unsoap::rules {

/// Steps count from 1 again afterwards, without gaps.
void JoinSteps(std::vector<RequestChoice>* requests);
/// Counts a request's step, and those whose answers it uses, further on.
void ShiftSteps(int by, RequestChoice* request);
/// The same of the answers in a part of a request.
void ShiftAnswers(int by, JsonTree* tree);

}  // namespace unsoap::rules
