//! The Lua scripts: Redis runs each without another command in between.

/// Writes if the expected version is stored. A value without a version counts as version 0, so that it can be replaced.
/// A version is read as in `RedisStorage::read`.
pub(super) const WRITE: &str = "
    local stored = '0'
    if redis.call('TYPE', KEYS[1]).ok == 'string' then
        stored = string.match(redis.call('GET', KEYS[1]), '^([1-9]%d*) ') or '0'
        if #stored > 19 then stored = '0' end
    end
    if stored ~= ARGV[1] then return 0 end
    local record = ARGV[2] .. ' ' .. ARGV[3]
    if ARGV[4] == '0' then
        redis.call('SET', KEYS[1], record)
    else
        redis.call('SET', KEYS[1], record, 'EX', ARGV[4])
    end
    if ARGV[6] == '' then
        redis.call('ZREM', KEYS[2], ARGV[5])
    else
        redis.call('ZADD', KEYS[2], ARGV[6], ARGV[5])
    end
    return 1";

/// Leases chats that are due and not leased. Expired leases are removed first, so that few are searched; due times
/// without a record are removed as well.
pub(super) const CLAIM: &str = "
    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])
    local claimed, at, most = {}, 0, tonumber(ARGV[3])
    while #claimed < most do
        local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', at, 100)
        if #due == 0 then break end
        at = at + #due
        for _, chat in ipairs(due) do
            if #claimed < most and not redis.call('ZSCORE', KEYS[2], chat) then
                if redis.call('EXISTS', ARGV[4] .. chat) == 1 then
                    redis.call('ZADD', KEYS[2], ARGV[2], chat)
                    table.insert(claimed, chat)
                else
                    redis.call('ZREM', KEYS[1], chat)
                    at = at - 1
                end
            end
        end
    end
    return claimed";

/// Removes a record and its due time and lease.
pub(super) const REMOVE: &str = "
    redis.call('ZREM', KEYS[2], ARGV[1])
    redis.call('ZREM', KEYS[3], ARGV[1])
    return redis.call('DEL', KEYS[1])";
