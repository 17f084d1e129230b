using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>
/// The writer's view of sessions: gives each its global id, and keeps user, project and model per session; for each the value with the
/// latest timestamp wins, the later written among equals. Valid until a rollback, or until another process wrote.
/// </summary>
internal sealed class SessionTable(WriterProtection protection)
{
    private const int MaxCached = 100_000;
    private readonly Dictionary<string, SessionRow> _rows = new(StringComparer.Ordinal);

    /// <summary>True once attributes of a session that existed before were changed: readers must not use what they remember.</summary>
    internal bool Changed { get; private set; }

    /// <summary>What is known of a session; a new one gets its id. The row goes on changing with the session.</summary>
    internal SessionRow RowOf(RawConnection connection, string session)
    {
        if (_rows.TryGetValue(session, out SessionRow? row))
        {
            return row;
        }

        row = protection.Cipher is { } cipher ? FindOrAdd(connection, session, cipher) : FindOrAdd(connection, session);
        if (_rows.Count >= MaxCached)
        {
            _rows.Clear();
        }

        _rows[session] = row;
        return row;
    }

    internal void Apply(RawConnection connection, in SessionUpdate update)
    {
        SessionRow row = RowOf(connection, update.Session);
        bool changed = Set(update.User, update.TimeMicros, ref row.User, ref row.UserAt);
        changed |= Set(update.Project, update.TimeMicros, ref row.Project, ref row.ProjectAt);
        changed |= Set(update.Model, update.TimeMicros, ref row.Model, ref row.ModelAt);
        if (changed)
        {
            Write(connection, update.Session, row);
            CatalogueChecksums.WriteSession(connection, row.Id);
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

    private static SessionRow FindOrAdd(RawConnection connection, string session)
    {
        RawStatement find = connection.Prepared("SELECT id,user_at,project_at,model_at,user_id,project,model FROM sessions WHERE session=?1").Bind(1, session);
        if (find.Step())
        {
            SessionRow row = Times(find);
            row.User = find.TextOrNull(4);
            row.Project = find.TextOrNull(5);
            row.Model = find.TextOrNull(6);
            find.Reset();
            return row;
        }

        RawStatement insert = connection.Prepared("INSERT INTO sessions(session) VALUES(?1) RETURNING id").Bind(1, session);
        return Added(connection, insert);
    }

    private SessionRow FindOrAdd(RawConnection connection, string session, CatalogueCipher cipher)
    {
        byte[] hash = cipher.Hash(CatalogueCipher.Domain.Session, session);
        RawStatement find = connection.Prepared("SELECT id,user_at,project_at,model_at,sealed FROM sessions WHERE session=?1").Bind(1, (ReadOnlySpan<byte>)hash);
        if (find.Step())
        {
            try
            {
                SessionRow row = Times(find);
                SessionInfo info = SealedSessions.Read(protection.Decoder, hash, find.Blob(4));
                (row.User, row.Project, row.Model) = (info.User, info.Project, info.Model);
                return row;
            }
            finally
            {
                find.Reset();
            }
        }

        byte[] texts = CatalogueCipher.Seal(protection.Encoder!, CatalogueCipher.SessionIdentity(hash), session, null, null, null);
        RawStatement insert = connection.Prepared("INSERT INTO sessions(session,sealed) VALUES(?1,?2) RETURNING id").Bind(1, (ReadOnlySpan<byte>)hash).Bind(2, (ReadOnlySpan<byte>)texts);
        return Added(connection, insert);
    }

    private static SessionRow Added(RawConnection connection, RawStatement insert)
    {
        insert.Step();
        var fresh = new SessionRow { Id = insert.Long(0) };
        insert.Reset();
        CatalogueChecksums.WriteSession(connection, fresh.Id);
        return fresh;
    }

    private static SessionRow Times(RawStatement find) => new() { Id = find.Long(0), UserAt = find.LongOrNull(1), ProjectAt = find.LongOrNull(2), ModelAt = find.LongOrNull(3) };

    private void Write(RawConnection connection, string session, SessionRow row)
    {
        if (protection.Cipher is { } cipher)
        {
            SealedSessions.Write(connection, cipher, protection.Encoder!, row.Id, session, row.User, row.Project, row.Model);
            connection.Prepared("UPDATE sessions SET user_at=?2,project_at=?3,model_at=?4 WHERE id=?1")
                .Bind(1, row.Id).Bind(2, row.UserAt).Bind(3, row.ProjectAt).Bind(4, row.ModelAt).Run();
        }
        else
        {
            connection.Prepared("UPDATE sessions SET user_id=?2,user_at=?3,project=?4,project_at=?5,model=?6,model_at=?7 WHERE id=?1")
                .Bind(1, row.Id).Bind(2, row.User).Bind(3, row.UserAt).Bind(4, row.Project).Bind(5, row.ProjectAt).Bind(6, row.Model).Bind(7, row.ModelAt).Run();
        }
    }
}
