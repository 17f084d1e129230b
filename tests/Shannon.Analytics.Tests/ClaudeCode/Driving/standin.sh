#!/bin/bash
# Stands in for the Claude Code client: answers prompts given as lines of stream-json by scripts of its own. The word after "SCRIPT:" chooses the script.
case "$1" in
    --version) echo "9.9.9 (stand-in)"; exit 0 ;;
    --help) echo "--input-format --include-partial-messages --session-id --max-budget-usd"; exit 0 ;;
esac
resumed=no
while [ $# -gt 0 ]; do
    case "$1" in
        --session-id) sid=$2 ;;
        --resume) sid=$2; resumed=yes ;;
    esac
    shift
done
[ -n "$STANDIN_STATE" ] && echo "$sid $resumed $OTEL_RESOURCE_ATTRIBUTES" >> "$STANDIN_STATE"
n=0
total=0
common() { printf '"session_id":"%s","parent_tool_use_id":%s,"uuid":"u-%s-%s"' "$sid" "${1:-null}" "$$" "$((++n))"; }
usage() { printf '"usage":{"input_tokens":10,"cache_creation_input_tokens":100,"cache_read_input_tokens":1000,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":0},"output_tokens":%s,"service_tier":"standard"}' "$1"; }
init() { printf '{"type":"system","subtype":"init","cwd":"%s","session_id":"%s","model":"claude-opus-5-5","permissionMode":"default","claude_code_version":"9.9.9","uuid":"i-%s"}\n' "$PWD" "$sid" "$$"; }
start() { id="msg_$$_$((++m))"; printf '{"type":"stream_event","event":{"type":"message_start","message":{"id":"%s","model":"claude-opus-5-5","content":[],%s}},%s}\n' "$id" "$(usage 1)" "$(common)"; }
say() { printf '{"type":"assistant","message":{"id":"%s","model":"claude-opus-5-5","content":[%s],%s},"request_id":"req_%s",%s}\n' "$id" "$1" "$(usage 1)" "$id" "$(common "$2")"; }
finish() { printf '{"type":"stream_event","event":{"type":"message_delta","delta":{},%s},%s}\n{"type":"stream_event","event":{"type":"message_stop"},%s}\n' "$(usage "$1")" "$(common)" "$(common)"; }
tool() { printf '{"type":"tool_use","id":"toolu_%s_%s","name":"%s","input":{}}' "$$" "$1" "$2"; }
returned() { printf '{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_%s_%s","content":"x","is_error":%s}]},%s%s}\n' "$$" "$1" "$2" "$3" "$(common "$4")"; }
result() { total=$((total + $2)); printf '{"duration_api_ms":400,"total_cost_usd":0.%06d,"modelUsage":{"claude-opus-5-5":{"inputTokens":%s,"outputTokens":0,"costUSD":0.%06d}},"permission_denials":%s,"is_error":%s,"num_turns":2,"subtype":"%s","result":"%s","ttft_ms":150,"type":"result","duration_ms":500,"uuid":"r-%s-%s","session_id":"%s"}\n' "$total" "$total" "$total" "${5:-[]}" "$4" "$3" "$1" "$$" "$((++n))" "$sid"; }
answer() { start; say '{"type":"text","text":"one"}'; finish 40; result "done" 1150 success false; }
while IFS= read -r prompt; do
    script=$(printf '%s' "$prompt" | grep -o 'SCRIPT:[a-z]*' | cut -d: -f2)
    init
    case "$script" in
        tools)
            start; say '{"type":"text","text":"one"}'; say "$(tool 1 Edit)"; say "$(tool 2 Bash)"; finish 40
            returned 2 true
            returned 1 false '"tool_use_result":{"structuredPatch":[{"oldLines":1,"newLines":2,"lines":["-a","+b","+c"]}]},'
            say "$(tool 3 Agent)"
            id="msg_sub_$$"; say '{"type":"text","text":"sub"}' '"toolu_parent"'
            printf '{"type":"system","subtype":"api_retry","attempt":1,"max_retries":3,"retry_delay_ms":1157,"error_status":429,"error":"rate_limit",%s}\n' "$(common)"
            printf '{"type":"system","subtype":"permission_denied","tool_name":"Bash","tool_use_id":"toolu_denied",%s}\n' "$(common)"
            printf '{"type":"system","subtype":"compact_boundary","compact_metadata":{"trigger":"auto","pre_tokens":155000},%s}\n' "$(common)"
            printf '{"type":"rate_limit_event","rate_limit_info":{"status":"allowed_warning","resetsAt":1795400000,"rateLimitType":"five_hour","utilization":0.91},%s}\n' "$(common)"
            printf '{"type":"from_the_future",%s}\n' "$(common)"
            start; finish 60
            result "all done" 4000 success false ;;
        denied)
            start; say "$(tool 1 WebFetch)"; finish 40
            printf '{"type":"system","subtype":"permission_denied","tool_name":"WebFetch","tool_use_id":"toolu_%s_1",%s}\n' "$$" "$(common)"
            result "done" 1150 success false "[{\"tool_name\":\"WebFetch\",\"tool_use_id\":\"toolu_$$_1\",\"tool_input\":{\"url\":\"[]\"}},{\"tool_name\":\"Bash\",\"tool_use_id\":\"toolu_old\"},{},7]" ;;
        fail)
            printf '{"type":"assistant","message":{"id":"e","model":"<synthetic>","content":[],"usage":{"input_tokens":0,"output_tokens":0}},"error":"unknown",%s}\n' "$(common)"
            result "API Error" 0 success true ;;
        limit) result "" 0 error_max_turns true ;;
        crash) start; say '{"type":"text","text":"half"}'; echo "a message of the crash" >&2; exit 3 ;;
        hang) trap '' TERM; start; say '{"type":"text","text":"half"}'; while :; do sleep 600; done ;;
        silent) while :; do sleep 600; done ;;
        garbage)
            printf '\000\377\376not json\n{"type":\n[1,2]\n"text"\n\n{"type":"assistant","message":{"id":"x","model":"m","usage":{"input_tokens":-5}}}\n{"a":"\\ud800"}\n'
            head -c 5000 /dev/zero | tr '\0' '\377'; echo
            answer ;;
        huge)
            start; say '{"type":"text","text":"one"}'; finish 40
            printf '{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_huge","content":"'
            head -c 100000000 /dev/zero | tr '\0' 'x'
            printf '"}]},%s}\n' "$(common)"
            result "done" 1150 success false ;;
        children)
            (trap '' TERM; sleep 600) &
            setsid bash -c "trap '' TERM; sleep 600" &
            answer ;;
        many) for i in $(seq 1 20); do start; say '{"type":"text","text":"one"}'; finish 40; done; result "done" 23000 success false ;;
        *) answer ;;
    esac
done
