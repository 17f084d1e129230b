
namespace Shannon.Analytics.ClaudeCode.Recording;

/// <summary>
/// Records one start per session: its earliest line in the main conversation (in a sub-agent, as long as no other is known), with the first model
/// that answers. Not thread-safe.
/// </summary>
internal sealed class SessionRecorder(KeyWriter key)
{
    private const int MaxSessions = 256;
    private readonly Dictionary<string, KnownSession> _sessions = new(StringComparer.Ordinal);

    internal KnownSession? Last { get; private set; }

    internal void Restore(FileCarry carry)
    {
        _sessions.Clear();
        Last = carry.Session;
        if (Last is not null)
        {
            _sessions[Last.Id] = Last;
        }
    }

    /// <summary>Takes note of a line.</summary>
    /// <param name="batch">Where the record goes.</param>
    /// <param name="context">The line.</param>
    /// <param name="model">The model that answers in the line, if one does.</param>
    internal void Note(RecordBatch batch, in LineContext context, string? model)
    {
        if (context.Session is not { } id)
        {
            return;
        }

        // The session's model is that of the main conversation; a sub-agent may run another.
        model = context.IsSidechain ? null : model;
        KnownSession? known = _sessions.GetValueOrDefault(id);
        bool isBetterStart = known is null
            || (known.IsSidechain && !context.IsSidechain)
            || (known.IsSidechain == context.IsSidechain && context.Micros < known.Micros);
        if (isBetterStart)
        {
            known = new KnownSession
            {
                Id = id,
                Micros = context.Micros,
                IsSidechain = context.IsSidechain,
                Project = context.Project,
                Model = model ?? known?.Model,
                Branch = context.Branch,
                Version = context.Version,
                Tie = context.Tie,
            };
        }
        else if (known!.Model is null && model is not null)
        {
            known = known with { Model = model };
        }
        else
        {
            Last = known;
            return;
        }

        if (_sessions.Count >= MaxSessions)
        {
            _sessions.Clear();
        }

        _sessions[id] = known;
        Last = known;
        Record(batch, known);
    }

    private void Record(RecordBatch batch, KnownSession session)
    {
        RecordTable table = batch.Sessions;
        long rank = RecordRanks.Session(session.IsSidechain, session.Micros, session.Model is not null, session.Tie);
        if (!batch.TryPlace(table, key.Begin("session"u8).Append(session.Id).Key, rank, out int row))
        {
            return;
        }

        table.SetContext(row, session.Micros, session.Id, session.Project, session.Model);
        table.SetText(row, 0, session.Branch);
        table.SetText(row, 1, session.Version);
        table.SetText(row, 2, TranscriptAttributeNames.Measured);
    }
}
