-- Sends each prepared body once (a single one again and again), and prints what was measured as one
-- line of JSON.
local bodies, at = {}, 0

function init(args)
  if args[1] then
    for line in io.lines(args[1]) do bodies[#bodies + 1] = line end
  end
end

function request()
  if #bodies == 0 then return wrk.format("GET") end
  if #bodies > 1 then at = at + 1 else at = 1 end
  if at > #bodies then wrk.thread:stop() at = #bodies end
  return wrk.format("POST", nil,
    {["Content-Type"] = "application/x-www-form-urlencoded"}, bodies[at])
end

function done(summary, latency, _)
  local e = summary.errors
  print(string.format('{"rate": %.1f, "median": %.3f, "p99": %.3f, "failed": %d}',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end
