-- The generic cell rate algorithm, for all claims of one request or none.
-- KEYS: one for each claim. ARGV: interval and window of each, in microseconds.
-- Returns the wait of all, then what remains and the time to the whole quota of each.
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local cells, wait = {}, 0
for i, key in ipairs(KEYS) do
  local interval, window = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local cell = tonumber(redis.call('GET', key)) or now
  -- Not in the past, and not later than it can be: the clock may have been set back.
  cell = math.min(math.max(cell, now), now + window)
  cells[i] = cell
  wait = math.max(wait, cell + interval - window - now)
end
local result = { math.ceil(wait) }
for i, key in ipairs(KEYS) do
  local interval, window = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  if wait <= 0 then
    cells[i] = cells[i] + interval
    redis.call('SET', key, string.format('%.0f', cells[i]), 'PX', math.max(1, math.ceil((cells[i] - now) / 1000)))
  end
  result[2 * i] = math.floor((now + window - cells[i]) / interval)
  result[2 * i + 1] = math.ceil(cells[i] - now)
end
return result
