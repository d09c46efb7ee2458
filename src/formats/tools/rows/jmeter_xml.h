// JMeter's results as XML (jmeter.save.saveservice.output_format=xml), which Taurus' error.jtl is too.
//
// Read as it comes: a file that was cut when JMeter was killed has no end. Samples within samples are
// parts of a request (redirects, embedded resources) and no requests of their own; of a transaction
// they are.
#pragma once
#include "formats/adapter.h"

namespace loadtriage::formats::tools {

extern const Adapter jmeter_xml;

}  // namespace loadtriage::formats::tools
