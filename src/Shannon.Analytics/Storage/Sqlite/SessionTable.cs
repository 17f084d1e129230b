using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// The writer's view of sessions: gives each its global id, and keeps user, project and model per session; for each the value with the
/// latest timestamp wins, the later written among equals. Valid until a rollback, or until another process wrote.
/// </summary>
internal sealed class SessionTable
{
    private const int MaxCached = 100_000;
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);

    /// <summary>True once attributes of a session that existed before were changed: readers must not use what they remember.</summary>
    internal bool Changed { get; private set; }

    internal long IdOf(RawConnection connection, string session) => RowOf(connection, session).Id;

    internal void Apply(RawConnection connection, in SessionUpdate update)
    {
        Row row = RowOf(connection, update.Session);
        bool changed = Set(update.User, update.TimeMicros, ref row.User, ref row.UserAt);
        changed |= Set(update.Project, update.TimeMicros, ref row.Project, ref row.ProjectAt);
        changed |= Set(update.Model, update.TimeMicros, ref row.Model, ref row.ModelAt);
        if (changed)
        {
            connection.Prepared("UPDATE sessions SET user_id=?2,user_at=?3,project=?4,project_at=?5,model=?6,model_at=?7 WHERE id=?1")
                .Bind(1, row.Id).Bind(2, row.User).Bind(3, row.UserAt).Bind(4, row.Project).Bind(5, row.ProjectAt).Bind(6, row.Model).Bind(7, row.ModelAt).Run();
            Changed = true;
        }
    }

    internal void BeginCommit() => Changed = false;

    internal void Forget() => _rows.Clear();

    private static bool Set(string? value, long time, ref string? current, ref long? currentAt)
    {
        if (value is null || currentAt > time)
        {
            return false;
        }

        bool changed = !string.Equals(current, value, StringComparison.Ordinal) || currentAt != time;
        current = value;
        currentAt = time;
        return changed;
    }

    private Row RowOf(RawConnection connection, string session)
    {
        if (_rows.TryGetValue(session, out Row? row))
        {
            return row;
        }

        RawStatement find = connection.Prepared("SELECT id,user_id,user_at,project,project_at,model,model_at FROM sessions WHERE session=?1").Bind(1, session);
        if (find.Step())
        {
            row = new Row
            {
                Id = find.Long(0),
                User = find.TextOrNull(1),
                UserAt = find.LongOrNull(2),
                Project = find.TextOrNull(3),
                ProjectAt = find.LongOrNull(4),
                Model = find.TextOrNull(5),
                ModelAt = find.LongOrNull(6),
            };
            find.Reset();
        }
        else
        {
            RawStatement insert = connection.Prepared("INSERT INTO sessions(session) VALUES(?1) RETURNING id").Bind(1, session);
            insert.Step();
            row = new Row { Id = insert.Long(0) };
            insert.Reset();
        }

        if (_rows.Count >= MaxCached)
        {
            _rows.Clear();
        }

        _rows[session] = row;
        return row;
    }

    private sealed class Row
    {
        internal long Id;
        internal string? User;
        internal long? UserAt;
        internal string? Project;
        internal long? ProjectAt;
        internal string? Model;
        internal long? ModelAt;
    }
}
