using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Scanning;

namespace Shannon.Analytics.Storage.Sqlite;

/// <summary>A query's conditions, evaluated on the codes of one group of rows: each distinct name, session, user, project and model is looked at once.</summary>
internal sealed class RowFilter
{
    private readonly bool[] _names;
    private readonly int[]? _nameCodes;
    private readonly int[]? _sessionCodes;
    private readonly bool[]? _sessions;
    private readonly TextCondition? _user;
    private readonly TextCondition? _project;
    private readonly TextCondition? _model;
    private readonly bool _wantsMeasurement;
    private readonly DecodedNumbers<double>? _measurement;
    private readonly (DecodedAttribute? Column, AttributeValue Value)[] _attributes = [];

    private RowFilter(RecordPredicate query, RowGroup group, bool[] names)
    {
        _names = names;
        _nameCodes = names.Length == 1 ? null : group.NameCodes;
        bool needsSessions = query.SessionId is not null || query.UserId is not null || query.Project is not null || query.Model is not null;
        IReadOnlyList<SessionInfo> sessions = needsSessions ? group.Sessions : [];
        _sessionCodes = needsSessions ? group.SessionCodes : null;
        if (query.SessionId is { } wanted)
        {
            _sessions = [.. sessions.Select(session => string.Equals(session.Session, wanted, StringComparison.Ordinal))];
        }

        _user = query.UserId is null ? null : new TextCondition(query.UserId, group.Users, sessions, session => session.User);
        _project = query.Project is null ? null : new TextCondition(query.Project, group.Projects, sessions, session => session.Project);
        _model = query.Model is null ? null : new TextCondition(query.Model, group.Models, sessions, session => session.Model);
        if (query.Selector?.Measurement is { } measurement)
        {
            _wantsMeasurement = true;
            _measurement = group.Measurement(measurement);
        }

        if (query.Attributes is { } attributes)
        {
            ReadOnlySpan<string> attributeNames = attributes.NameSpan;
            _attributes = new (DecodedAttribute?, AttributeValue)[attributeNames.Length];
            for (int i = 0; i < _attributes.Length; i++)
            {
                _attributes[i] = (group.Attribute(attributeNames[i]), attributes.ValueSpan[i]);
            }
        }
    }

    /// <summary>Null if no row of the group can match.</summary>
    internal static RowFilter? Make(RecordPredicate query, RowGroup group)
    {
        bool[] wanted = [.. group.Names.Select(name =>
            (query.Category is null || query.Category == name.Category) && (query.Selector?.Matches(name.Category, name.Name) ?? true))];
        if (!wanted.Contains(true))
        {
            return null;
        }

        var filter = new RowFilter(query, group, wanted);
        return filter._sessions?.Contains(true) == false
            || (filter._wantsMeasurement && filter._measurement is null)
            || Array.Exists(filter._attributes, condition => condition.Column is null && condition.Value.Kind != AttributeKind.None)
            ? null
            : filter;
    }

    internal bool Matches(int row)
    {
        int session = _sessionCodes is null ? -1 : _sessionCodes[row];
        if (!_names[_nameCodes is null ? 0 : _nameCodes[row]]
            || (_sessions is not null && (session < 0 || !_sessions[session]))
            || (_user?.Matches(row, session) == false)
            || (_project?.Matches(row, session) == false)
            || (_model?.Matches(row, session) == false)
            || (_wantsMeasurement && !_measurement!.Has(row)))
        {
            return false;
        }

        foreach (var (column, value) in _attributes)
        {
            if (!(column?.At(row) ?? default).Equals(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The record's own value decides; its session's only where it has none.</summary>
    private sealed class TextCondition(string wanted, DecodedText? column, IReadOnlyList<SessionInfo> sessions, Func<SessionInfo, string?> inherit)
    {
        private readonly bool[] _own = Array.ConvertAll(column?.Dictionary ?? [], value => string.Equals(value, wanted, StringComparison.Ordinal));
        private readonly bool[] _inherited = [.. sessions.Select(session => string.Equals(inherit(session), wanted, StringComparison.Ordinal))];

        internal bool Matches(int row, int session)
        {
            int code = column?.Codes[row] ?? -1;
            return code >= 0 ? _own[code] : session >= 0 && _inherited[session];
        }
    }
}
