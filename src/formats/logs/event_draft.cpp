#include "formats/logs/event_draft.h"

namespace loadtriage::formats {

void EventDraft::clear() {
  arena.clear();
  line.clear();
  further.clear();
}

void EventDraft::keep() {
  const bool same = line.message.data() == line.text.data() && line.message.size() == line.text.size();
  line.text = arena.store(line.text);
  line.message = same ? line.text : arena.store(line.message);
  line.writer = arena.store(line.writer);
  line.also_writer = arena.store(line.also_writer);
  for (auto& [name, value] : line.fields) {
    name = arena.store(name);
    value = arena.store(value);
  }
  if (!line.access) return;
  line.access->method = arena.store(line.access->method);
  line.access->path = arena.store(line.access->path);
  line.access->flags = arena.store(line.access->flags);
  line.access->user_agent = arena.store(line.access->user_agent);
  if (line.access->upstream) line.access->upstream = arena.store(*line.access->upstream);
}

}  // namespace loadtriage::formats
