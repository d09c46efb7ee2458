#include "model/diagnosis.h"

namespace loadtriage::model {

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::passed:
      return "passed";
    case Verdict::degraded:
      return "degraded";
    case Verdict::failed:
      return "failed";
    case Verdict::invalid:
      return "invalid";
  }
  return "invalid";
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::primary:
      return "primary";
    case Role::secondary:
      return "secondary";
    case Role::tertiary:
      return "tertiary";
    case Role::further:
      return "further";
    case Role::alternative:
      return "alternative";
  }
  return "further";
}

}  // namespace loadtriage::model
