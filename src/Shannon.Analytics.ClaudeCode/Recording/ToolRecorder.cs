using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>
/// Pairs uses of tools with their results, which may stand in another part of the file and even before them, and records both together, with the
/// lines of code that an edit changed. What waits for its other half is bounded: the oldest gives way. Not thread-safe.
/// </summary>
internal sealed class ToolRecorder(TextCache texts, KeyWriter key)
{
    private const int MaxUses = 256;
    private const int MaxResults = 64;
    private const string McpPrefix = "mcp__";
    private readonly OrderedDictionary<string, PendingToolUse> _uses = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, PendingToolResult> _results = new(StringComparer.Ordinal);

    internal IReadOnlyList<PendingToolUse> Uses => [.. _uses.Values];

    internal IReadOnlyList<PendingToolResult> Results => [.. _results.Values];

    internal void Restore(FileCarry carry)
    {
        _uses.Clear();
        _results.Clear();
        foreach (PendingToolUse use in carry.Uses)
        {
            _uses[use.Id] = use;
        }

        foreach (PendingToolResult result in carry.Results)
        {
            _results[result.Id] = result;
        }
    }

    internal void RecordUses(RecordBatch batch, ReadOnlySpan<byte> line, TranscriptLine parsed, in LineContext context, string? model)
    {
        string? message = JsonText.Storable(line, parsed.MessageId, MetricLimits.MaxIdLength);
        foreach (ContentBlock block in parsed.Blocks)
        {
            if (block.IsResult
                || JsonText.Storable(line, block.ToolUseId, MetricLimits.MaxIdLength) is not { } id
                || texts.Get(line, block.ToolName, MetricLimits.MaxIdLength) is not { } name)
            {
                continue;
            }

            var use = new PendingToolUse
            {
                Id = id,
                ToolName = name,
                Micros = context.Micros,
                Session = context.Session,
                Project = context.Project,
                Model = model,
                Branch = context.Branch,
                Version = context.Version,
                AgentId = context.AgentId,
                MessageId = message,
                SubagentType = texts.Get(line, block.SubagentType, MetricLimits.MaxIdLength),
                IsSidechain = context.IsSidechain,
                IsForked = context.IsForked,
                Tie = context.Tie,
            };
            if (_results.Remove(id, out PendingToolResult? result))
            {
                Record(batch, use, result);
                continue;
            }

            _uses[id] = use;
            if (_uses.Count > MaxUses)
            {
                Record(batch, _uses.GetAt(0).Value, null);
                _uses.RemoveAt(0);
            }
        }
    }

    internal void RecordResults(RecordBatch batch, ReadOnlySpan<byte> line, TranscriptLine parsed, in LineContext context)
    {
        bool first = true;
        foreach (ContentBlock block in parsed.Blocks)
        {
            if (!block.IsResult || JsonText.Storable(line, block.ToolUseId, MetricLimits.MaxIdLength) is not { } id)
            {
                continue;
            }

            // What Claude Code adds describes the line's only result; of several, the first.
            var result = new PendingToolResult
            {
                Id = id,
                Micros = context.Micros,
                Success = !block.IsError,
                SubagentId = first ? texts.Get(line, parsed.ResultAgentId, MetricLimits.MaxIdLength) : null,
            };
            if (_uses.Remove(id, out PendingToolUse? use))
            {
                Record(batch, use, result);
            }
            else
            {
                _results[id] = result;
                if (_results.Count > MaxResults)
                {
                    _results.RemoveAt(0);
                }
            }

            if (first && result.Success)
            {
                RecordLines(batch, parsed, context, id, use, TranscriptAttributeNames.LinesAdded, parsed.LinesAdded);
                RecordLines(batch, parsed, context, id, use, TranscriptAttributeNames.LinesRemoved, parsed.LinesRemoved);
            }

            first = false;
        }
    }

    /// <summary>Records the uses whose results have not come; a result that still comes replaces the record.</summary>
    internal void RecordUnfinished(RecordBatch batch)
    {
        foreach (PendingToolUse use in _uses.Values)
        {
            Record(batch, use, null);
        }
    }

    private void Record(RecordBatch batch, PendingToolUse use, PendingToolResult? result)
    {
        RecordTable table = batch.Tools;
        long rank = RecordRanks.Tool(result is not null, use.IsSidechain, use.IsForked, use.Tie);
        if (!batch.TryPlace(table, key.Begin("tool"u8).Append(use.Id).Key, rank, out int row))
        {
            return;
        }

        table.SetContext(row, use.Micros, use.Session, use.Project, use.Model);
        if (result is not null)
        {
            table.SetValue(row, ToolColumns.Success, result.Success);
            table.SetText(row, ToolColumns.SubagentId, result.SubagentId);
            table.SetNumber(row, ToolColumns.Duration, result.Micros >= use.Micros ? (result.Micros - use.Micros) / 1000.0 : null);
        }

        table.SetText(row, ToolColumns.ToolName, use.ToolName);
        table.SetText(row, ToolColumns.ToolUseId, use.Id);
        table.SetText(row, ToolColumns.Quality, TranscriptAttributeNames.Measured);
        table.SetText(row, ToolColumns.AgentId, use.AgentId);
        table.SetText(row, ToolColumns.Branch, use.Branch);
        table.SetText(row, ToolColumns.Version, use.Version);
        table.SetText(row, ToolColumns.McpServer, McpServerOf(use.ToolName));
        table.SetText(row, ToolColumns.SubagentType, use.SubagentType);
        table.SetText(row, ToolColumns.MessageId, use.MessageId);
        table.SetValue(row, ToolColumns.Sidechain, use.IsSidechain ? true : default(AttributeValue));
    }

    private void RecordLines(RecordBatch batch, TranscriptLine parsed, in LineContext context, string toolUseId, PendingToolUse? use, string type, long count)
    {
        RecordTable table = batch.Lines;
        long rank = RecordRanks.Other(context.IsSidechain, context.IsForked, context.Tie);
        if (count == 0 || !batch.TryPlace(table, key.Begin("lines"u8).Append(toolUseId).Append(type).Key, rank, out int row))
        {
            return;
        }

        table.SetContext(row, context.Micros, context.Session, context.Project, use?.Model);
        table.SetNumber(row, 0, count);
        table.SetText(row, 0, context.Branch);
        table.SetText(row, 1, context.Version);
        table.SetText(row, 2, context.AgentId);
        table.SetText(row, 3, parsed.LinesAreEstimated ? TranscriptAttributeNames.Estimated : TranscriptAttributeNames.Measured);
        table.SetText(row, 4, type);
        table.SetText(row, 5, use?.ToolName);
        table.SetText(row, 6, toolUseId);
        table.SetValue(row, 0, context.IsSidechain ? true : default(AttributeValue));
    }

    /// <summary>The MCP server of a tool; null if it is none of one.</summary>
    internal static string? McpServerOf(string tool)
    {
        if (!tool.StartsWith(McpPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        int end = tool.IndexOf("__", McpPrefix.Length, StringComparison.Ordinal);
        return end > McpPrefix.Length ? tool[McpPrefix.Length..end] : null;
    }
}
