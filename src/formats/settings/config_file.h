// Configuration files and what a shell says of limits: nginx.conf, postgresql.conf, .env,
// application.yml and .properties, my.cnf, redis.conf, haproxy.cfg, php-fpm pools,
// gunicorn.conf.py, schema.prisma, compose files, `ulimit -a`.
//
// Only limits become facts: sizes of pools, timeouts, connections, workers, memory, rates.
// Whatever else the file holds, secrets first of all, is not looked at again.
#pragma once
#include <string_view>

#include "formats/adapter.h"

namespace loadtriage::formats {

// How sure the head looks like such a file: settings on nearly every line, one of them known.
Sureness recognises_config(std::string_view head);

void read_config(input::Source& source, model::InputId input, Sink& sink);

}  // namespace loadtriage::formats
