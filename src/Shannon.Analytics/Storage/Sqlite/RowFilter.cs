using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A query's conditions, evaluated on the codes of one block: each distinct name, session, user, project and model is looked at once.</summary>
internal sealed class RowFilter
{
    private readonly RecordPredicate _query;
    private readonly DecodedBlock _block;
    private readonly bool[] _names;
    private readonly bool[]? _sessions;
    private readonly TextCondition? _user;
    private readonly TextCondition? _project;
    private readonly TextCondition? _model;

    private RowFilter(RecordPredicate query, DecodedBlock block, bool[] names, SessionInfo[] sessions)
    {
        _query = query;
        _block = block;
        _names = names;
        if (query.SessionId is { } wanted)
        {
            _sessions = Array.ConvertAll(sessions, session => string.Equals(session.Session, wanted, StringComparison.Ordinal));
        }

        _user = TextCondition.Make(query.UserId, block.Users, sessions, session => session.User);
        _project = TextCondition.Make(query.Project, block.Projects, sessions, session => session.Project);
        _model = TextCondition.Make(query.Model, block.Models, sessions, session => session.Model);
    }

    /// <summary>Null if no row of the block can match.</summary>
    internal static RowFilter? Make(RecordPredicate query, DecodedBlock block, MetricName[] names, SessionInfo[] sessions)
    {
        bool[] wanted = Array.ConvertAll(names, name =>
            (query.Category is null || query.Category == name.Category) && (query.Selector?.Matches(name.Category, name.Name) ?? true));
        if (!wanted.Contains(true))
        {
            return null;
        }

        var filter = new RowFilter(query, block, wanted, sessions);
        return filter._sessions?.Contains(true) == false ? null : filter;
    }

    internal bool Matches(int row)
    {
        int session = _block.SessionCodes[row];
        if (!_names[_block.NameCodes[row]]
            || (_sessions is not null && (session < 0 || !_sessions[session]))
            || (_user?.Matches(row, session) == false)
            || (_project?.Matches(row, session) == false)
            || (_model?.Matches(row, session) == false)
            || (_query.Selector?.Measurement is { } measurement && !_block.HasMeasurement(row, measurement)))
        {
            return false;
        }

        if (_query.Attributes is { } attributes)
        {
            ReadOnlySpan<string> names = attributes.NameSpan;
            ReadOnlySpan<AttributeValue> values = attributes.ValueSpan;
            for (int i = 0; i < names.Length; i++)
            {
                if (!_block.AttributeAt(row, names[i]).Equals(values[i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The record's own value decides; its session's only where it has none.</summary>
    private sealed class TextCondition(DecodedText? column, bool[] own, bool[] inherited)
    {
        internal static TextCondition? Make(string? wanted, DecodedText? column, SessionInfo[] sessions, Func<SessionInfo, string?> inherit) =>
            wanted is null
                ? null
                : new TextCondition(
                    column,
                    Array.ConvertAll(column?.Dictionary ?? [], value => string.Equals(value, wanted, StringComparison.Ordinal)),
                    Array.ConvertAll(sessions, session => string.Equals(inherit(session), wanted, StringComparison.Ordinal)));

        internal bool Matches(int row, int session)
        {
            int code = column?.Codes[row] ?? -1;
            return code >= 0 ? own[code] : session >= 0 && inherited[session];
        }
    }
}
