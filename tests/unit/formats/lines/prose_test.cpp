#include "formats/lines/prose.h"

#include <doctest/doctest.h>

#include "unit/formats/event_log.h"

namespace loadtriage::formats {
namespace {

bool is_log(const std::string& text) {
  static const Catalogue catalogue = test::few_formats();
  return BackendLogReader(catalogue).recognises(text, true).sureness >= 0.35;
}

const std::string kEssay =
    "When the ships came in that winter, nobody in the harbour thought of\n"
    "the letters they had brought. It was cold, and the men wanted to go\n"
    "home to their fires and forget about the sea for some months.\n\n"
    "The postmaster kept the bags in a room behind the church. He had no\n"
    "key, and so anyone could have taken them.\n";

}  // namespace

TEST_CASE("prose: an essay and a README are no logs") {
  CHECK(reads_like_prose(kEssay));
  CHECK_FALSE(is_log(kEssay));
  CHECK_FALSE(
      is_log("# Shop\n\nA small shop that we use to try load tests against. It has a pool of ten\n"
             "connections, which is too few for what the test asks of it.\n\n## How to run it\n\n"
             "- install Node\n- start the database\n\n```\nnpm start\n```\n\n"
             "Then open the browser and look at the page which the server shows to you.\n"
             "2026-03-01 12:00:00 INFO this is what a line of its log looks like\n"));
}

TEST_CASE("prose: paragraphs of one line each are no log") {
  CHECK_FALSE(is_log(
      "The service was slow for an hour. Nobody noticed until the evening, when the first mails came in.\n\n"
      "We looked at the database first. It was idle, and so we turned to the cache in front of it.\n"));
}

TEST_CASE("prose: what programs print without times is a log") {
  for (const std::string text :
       {"Server is listening on port 3000\nConnected to the database\nGET /a\nGET /b\n",
        "TypeError: Cannot read properties of undefined (reading 'id')\n    at main (/srv/a.js:1:2)\n",
        "The server could not start because the port is already in use by another process\n",
        "could not reach the queue and so the order will be tried again later\n"
        "could not reach the queue and so the order will be tried again later\n"
        "could not reach the queue and so the order will be tried again later\n",
        "Starting the worker for the nightly reports now\nWaiting for the database to come up again\n"
        "Giving up on the report for the customer with no name\n",
        "done\n", "Killed\n"}) {
    CAPTURE(text);
    CHECK(is_log(text));
  }
}

TEST_CASE("prose: a log that quotes sentences stays a log") {
  CHECK(is_log("2026-03-01 12:00:00 INFO up\n2026-03-01 12:00:01 INFO on\n" + kEssay));
}

}  // namespace loadtriage::formats
