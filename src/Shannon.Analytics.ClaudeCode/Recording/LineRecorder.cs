using System.Runtime.CompilerServices;
using Shannon.Analytics.ClaudeCode.Json;
using Shannon.Analytics.ClaudeCode.Parsing;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Pricing;

namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>Turns the lines of one file after the other into records. Not thread-safe.</summary>
internal sealed class LineRecorder
{
    private const int MaxTypeLength = 64;
    private readonly TranscriptLine _parsed = new();
    private readonly TextCache _texts = new();
    private readonly UsageRecorder _usage;
    private readonly ToolRecorder _tools;
    private readonly TurnRecorder _turns;
    private readonly SessionRecorder _sessions;
    private readonly ErrorRecorder _errors;
    private FileIdentity _file = new(string.Empty);
    private long _lastMicros;

    internal LineRecorder(CostCalculator calculator)
    {
        var key = new KeyWriter();
        _usage = new UsageRecorder(calculator, _texts, key);
        _tools = new ToolRecorder(_texts, key);
        _turns = new TurnRecorder(key);
        _sessions = new SessionRecorder(key);
        _errors = new ErrorRecorder(_texts, key);
    }

    /// <summary>What must be remembered to go on behind the last line.</summary>
    internal FileCarry Carry => new() { LastMicros = _lastMicros, Session = _sessions.Last, Turn = _turns.Open, Uses = _tools.Uses, Results = _tools.Results };

    /// <summary>Begins or goes on with a file.</summary>
    internal void Begin(FileIdentity file, FileCarry carry, long fallbackMicros)
    {
        _file = file;
        _lastMicros = carry.LastMicros > 0 ? carry.LastMicros : fallbackMicros;
        _sessions.Restore(carry);
        _turns.Restore(carry);
        _tools.Restore(carry);
    }

    /// <summary>Records what a line says.</summary>
    /// <param name="batch">Where records go.</param>
    /// <param name="line">The line.</param>
    /// <param name="isWhole">Whether the line is known to have ended.</param>
    /// <returns>False if it is no JSON object or lacks what its type needs; it is not counted here.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool TryRecord(RecordBatch batch, ReadOnlySpan<byte> line, bool isWhole)
    {
        TranscriptLine parsed = _parsed;
        if (!LineParser.TryParse(line, isWhole, parsed))
        {
            return false;
        }

        switch (parsed.Type)
        {
            case LineType.Assistant:
                return TryRecordAssistant(batch, line);
            case LineType.User:
                RecordUser(batch, line);
                return true;
            case LineType.System:
                RecordSystem(batch, line);
                return true;
            case LineType.Unknown:
                batch.Counts.AddUnknown(TypeName(line, parsed.TypeText));
                return true;
            default:
                return true;
        }
    }

    /// <summary>Records what is still open at the end of the file, as far as it is known.</summary>
    internal void RecordOpenEnds(RecordBatch batch)
    {
        _tools.RecordUnfinished(batch);
        _turns.RecordEstimate(batch);
    }

    private static string TypeName(ReadOnlySpan<byte> line, TextRange type)
    {
        if (!type.IsPresent)
        {
            return "(none)";
        }

        string name = JsonText.Storable(line, type, MaxTypeLength) ?? "(other)";
        return name.Any(char.IsControl) ? "(other)" : name;
    }

    private bool TryRecordAssistant(RecordBatch batch, ReadOnlySpan<byte> line)
    {
        TranscriptLine parsed = _parsed;
        if (!parsed.HasMessage || parsed.HasBadNumber)
        {
            return false;
        }

        LineContext context = ContextOf(line);
        if (parsed.IsApiError || parsed.Model.Is(line, "<synthetic>"u8))
        {
            _sessions.Note(batch, context, null);
            _errors.RecordPlaceholder(batch, line, parsed, context);
            return true;
        }

        string? model = _texts.Get(line, parsed.Model, MetricLimits.MaxIdLength);
        _sessions.Note(batch, context, model);
        if (parsed.HasUsage)
        {
            _usage.Record(batch, line, parsed, context, model);
        }

        _tools.RecordUses(batch, line, parsed, context, model);
        if (!context.IsSidechain)
        {
            _turns.NoteAnswer(context, model);
        }

        return true;
    }

    private void RecordUser(RecordBatch batch, ReadOnlySpan<byte> line)
    {
        TranscriptLine parsed = _parsed;
        LineContext context = ContextOf(line);
        _sessions.Note(batch, context, null);
        _tools.RecordResults(batch, line, parsed, context);
        if (parsed.HasProse && !context.IsSidechain && !parsed.IsMeta && !parsed.IsCompactSummary && !parsed.Blocks.Exists(block => block.IsResult))
        {
            _turns.BeginAtPrompt(batch, line, parsed, context);
        }
    }

    private void RecordSystem(RecordBatch batch, ReadOnlySpan<byte> line)
    {
        TranscriptLine parsed = _parsed;
        LineContext context = ContextOf(line);
        _sessions.Note(batch, context, null);
        if (parsed.Subtype.Is(line, "compact_boundary"u8))
        {
            _errors.RecordCompaction(batch, line, parsed, context);
        }
        else if (parsed.Subtype.Is(line, "turn_duration"u8) && !context.IsSidechain)
        {
            _turns.EndMeasured(batch, line, parsed, context);
        }
        else if (parsed.Subtype.Is(line, "api_error"u8))
        {
            _errors.RecordAttempt(batch, line, parsed, context);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private LineContext ContextOf(ReadOnlySpan<byte> line)
    {
        TranscriptLine parsed = _parsed;
        _lastMicros = TimestampParser.Parse(parsed.Timestamp.In(line)) ?? _lastMicros;
        return new LineContext
        {
            Micros = _lastMicros,
            Session = _texts.Get(line, parsed.SessionId, MetricLimits.MaxIdLength) ?? _file.SessionId,
            Project = _texts.Get(line, parsed.Project, MetricLimits.MaxProjectLength),
            Branch = _texts.Get(line, parsed.GitBranch, MetricLimits.MaxProjectLength),
            Version = _texts.Get(line, parsed.Version, MetricLimits.MaxIdLength),
            AgentId = _texts.Get(line, parsed.AgentId, MetricLimits.MaxIdLength) ?? _file.AgentId,
            IsSidechain = parsed.IsSidechain || _file.AgentId is not null,
            IsForked = parsed.IsForked,
            Tie = LineContext.TieOf(line, parsed),
        };
    }
}
