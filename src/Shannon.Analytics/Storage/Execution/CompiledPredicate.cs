using Shannon.Analytics.Internals.Statistics;
using Shannon.Analytics.Metrics;
using Shannon.Analytics.Storage.Blocks;
using Shannon.Analytics.Storage.Scanning;
using Shannon.Analytics.Storage.Sqlite;

namespace Shannon.Analytics.Storage.Execution;

/// <summary>
/// A query's conditions, resolved once against a snapshot and then evaluated group by group on codes: each distinct name, session, text and
/// attribute value of a group is looked at once, rows only by comparing numbers. Immutable; used by several workers.
/// </summary>
internal sealed class CompiledPredicate
{
    private readonly RecordPredicate _query;
    private readonly long? _sessionId;
    private readonly long _asOfId;

    /// <param name="query">The conditions.</param>
    /// <param name="snapshot">The snapshot that all groups come from.</param>
    /// <param name="asOfId">Records with higher ids, and replacements by them, have not happened yet.</param>
    internal CompiledPredicate(RecordPredicate query, Snapshot snapshot, long asOfId = long.MaxValue)
    {
        _query = query;
        _asOfId = Math.Min(asOfId, query.AsOfId ?? long.MaxValue);
        From = query.Range.StartMicros;
        To = query.Range.EndMicros;
        if (query.SessionId is { } session)
        {
            _sessionId = snapshot.FindSession(session);
            IsImpossible = _sessionId is null;
        }
    }

    private CompiledPredicate(CompiledPredicate other) => (_query, _sessionId, _asOfId, IsImpossible, IncludesDead) = (other._query, other._sessionId, other._asOfId, other.IsImpossible, other.IncludesDead);

    internal long From { get; init; }

    /// <summary>True if replaced records match like others: for whoever removes them.</summary>
    internal bool IncludesDead { get; init; }

    internal long To { get; init; }

    /// <summary>The same within a narrower range of time.</summary>
    internal CompiledPredicate Within(long from, long to) => new(this) { From = Math.Max(From, from), To = Math.Min(To, to) };

    /// <summary>True if nothing in the snapshot can match.</summary>
    internal bool IsImpossible { get; }

    /// <summary>False if surely no row matches; known from the directory alone.</summary>
    internal bool MayMatchTimes(RowGroup group) => MayMatchTimes(group.MinTime, group.MaxTime, group.MinId);

    /// <summary>False if no row matches that lies between two times and has at least an id.</summary>
    internal bool MayMatchTimes(long minTime, long maxTime, long minId) => maxTime >= From && minTime <= To && minId <= _asOfId;

    /// <summary>True if no record of a group came too late to count.</summary>
    internal bool CoversIdsOf(RowGroup group) => group.MaxId <= _asOfId;

    /// <summary>The only session that is asked for; null if any is.</summary>
    internal long? SessionId => _sessionId;

    /// <summary>Which of the group's names are asked for; null if none is, or the session surely does not occur.</summary>
    internal bool[]? WantedNames(RowGroup group)
    {
        if (_sessionId is { } session && !group.MayHoldSession(session))
        {
            return null;
        }

        IReadOnlyList<MetricName> names = group.Names;
        bool[] wanted = new bool[names.Count];
        bool any = false;
        for (int i = 0; i < wanted.Length; i++)
        {
            wanted[i] = Wants(names[i]);
            any |= wanted[i];
        }

        return any ? wanted : null;
    }

    internal bool Wants(MetricName name) =>
        (_query.Category is null || _query.Category == name.Category) && _query.Names(name.Category, name.Name);

    /// <summary>True if the rows of the wanted names are ordered by (time, id).</summary>
    internal static bool IsOrdered(RowGroup group, ReadOnlySpan<bool> wanted) =>
        group.IsTimeOrdered || (!group.NameStarts.IsEmpty && wanted.IndexOf(true) == wanted.LastIndexOf(true));

    /// <summary>The rows that match and have not died.</summary>
    /// <param name="group">A group whose times may match.</param>
    /// <param name="wanted">What <see cref="WantedNames"/> said.</param>
    /// <param name="mask">The worker's mask; the selection lives in it.</param>
    /// <param name="value">If not null, only rows that have this value.</param>
    internal RowSelection Select(RowGroup group, bool[] wanted, RowMask mask, ValueColumn? value)
    {
        mask.Begin(group.Count);

        // Ranges first: a mask is then only as long as what is left.
        if (group.IsTimeOrdered)
        {
            KeepTimes(group, mask, ordered: true);
            KeepNames(group, wanted, mask);
        }
        else
        {
            KeepNames(group, wanted, mask);
            KeepTimes(group, mask, IsOrdered(group, wanted));
        }

        if (mask.IsEmpty)
        {
            return mask.Select();
        }

        KeepSession(group, mask);
        KeepText(group, mask, _query.UserId, static group => group.Users, static session => session.User);
        KeepText(group, mask, _query.Project, static group => group.Projects, static session => session.Project);
        KeepText(group, mask, _query.Model, static group => group.Models, static session => session.Model);
        KeepNamedMeasurements(group, wanted, mask);
        value?.KeepPresent(mask);
        KeepMeasurements(group, wanted, mask);
        KeepAttributes(group, mask);
        DropFailed(group, mask);
        if (!mask.IsEmpty && !CoversIdsOf(group))
        {
            long[] ids = group.Ids;
            mask.KeepWhere(row => ids[row] <= _asOfId);
        }

        if (!IncludesDead && !mask.IsEmpty && group.DeadRows(_asOfId) is { } dead)
        {
            mask.Drop(dead);
        }

        return mask.Select();
    }

    private static void KeepNames(RowGroup group, ReadOnlySpan<bool> wanted, RowMask mask)
    {
        if (!wanted.Contains(false))
        {
            return;
        }

        int first = wanted.IndexOf(true);
        int last = wanted.LastIndexOf(true);
        ReadOnlySpan<int> starts = group.NameStarts;
        if (!starts.IsEmpty)
        {
            mask.Narrow(starts[first], starts[last + 1]);
        }

        if ((starts.IsEmpty || wanted[first..last].Contains(false)) && group.NameCodes is { } codes)
        {
            mask.KeepCodes(codes, wanted);
        }
    }

    private void KeepTimes(RowGroup group, RowMask mask, bool ordered)
    {
        if (mask.IsEmpty || (group.MinTime >= From && group.MaxTime <= To))
        {
            return;
        }

        ReadOnlySpan<long> times = group.Times.AsSpan(0, group.Count);
        if (ordered)
        {
            times = times[mask.Start..mask.End];
            mask.Narrow(mask.Start + SortedTimes.From(times, 0, From), mask.Start + SortedTimes.After(times, 0, To));
        }
        else
        {
            mask.KeepTimes(times, From, To);
        }
    }

    private void KeepSession(RowGroup group, RowMask mask)
    {
        if (_sessionId is not { } wanted || mask.IsEmpty)
        {
            return;
        }

        if (group.SessionCodes is not { } codes)
        {
            mask.Clear();
            return;
        }

        int code = Array.IndexOf(group.SessionIds, wanted);
        if (code < 0)
        {
            mask.Clear();
            return;
        }

        mask.KeepCode(codes, code);
    }

    private static void KeepText(RowGroup group, RowMask mask, string? wanted, Func<RowGroup, DecodedText?> own, Func<SessionInfo, string?> inherit)
    {
        if (wanted is null || mask.IsEmpty)
        {
            return;
        }

        DecodedText? column = own(group);
        bool[] wantedOwn = column is null ? [] : Array.ConvertAll(column.Dictionary, value => string.Equals(value, wanted, StringComparison.Ordinal));
        bool[] wantedSessions = [];
        int[]? sessionCodes = group.SessionCodes;
        if (sessionCodes is not null)
        {
            IReadOnlyList<SessionInfo> sessions = group.Sessions;
            wantedSessions = new bool[sessions.Count];
            for (int i = 0; i < wantedSessions.Length; i++)
            {
                wantedSessions[i] = string.Equals(inherit(sessions[i]), wanted, StringComparison.Ordinal);
            }
        }

        if (column is not null && sessionCodes is not null)
        {
            mask.KeepInherited(column.Codes, wantedOwn, sessionCodes, wantedSessions);
        }
        else if (column is not null)
        {
            mask.KeepCodes(column.Codes, wantedOwn);
        }
        else if (sessionCodes is not null)
        {
            mask.KeepCodes(sessionCodes, wantedSessions);
        }
        else
        {
            mask.Clear();
        }
    }

    // A selector with a measurement means only records that have it.
    private void KeepNamedMeasurements(RowGroup group, bool[] wanted, RowMask mask)
    {
        if (_query.Selector is null || mask.IsEmpty || (_query.Selector.Measurement is null && _query.OrSelectors.Count == 0))
        {
            return;
        }

        if (_query.OrSelectors.Count == 0 || group.NameCodes is not { } nameCodes)
        {
            int named = Array.IndexOf(wanted, true);
            if (_query.MeasurementOf(group.Names[named].Category, group.Names[named].Name) is { } measurement)
            {
                if (group.Value(measurement) is { } column)
                {
                    mask.KeepPresent(column.Present);
                }
                else
                {
                    mask.Clear();
                }
            }

            return;
        }

        var columns = new (bool IsNamed, DecodedNumbers<double>? Column)[wanted.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            string? measurement = wanted[i] ? _query.MeasurementOf(group.Names[i].Category, group.Names[i].Name) : null;
            columns[i] = (measurement is not null, measurement is null ? null : group.Value(measurement));
        }

        mask.KeepWhere(row => columns[nameCodes[row]] is var (isNamed, column) && (!isNamed || column?.Has(row) == true));
    }

    private void KeepMeasurements(RowGroup group, bool[] wanted, RowMask mask)
    {
        foreach (MeasurementRange range in _query.Measurements)
        {
            if (mask.IsEmpty)
            {
                return;
            }

            if (range.Name is { } name && group.RangeOf(name) is { } known && (known.Max < range.Min || known.Min > range.Max))
            {
                mask.Clear();
            }
            else if ((range.Name is null ? ValueColumn.Of(group, _query, wanted) : ValueColumn.Of(group, range.Name, wanted)) is { } column)
            {
                column.KeepRange(mask, range.Min ?? double.NegativeInfinity, range.Max ?? double.PositiveInfinity);
            }
            else
            {
                mask.Clear();
            }
        }
    }

    private void KeepAttributes(RowGroup group, RowMask mask)
    {
        if (_query.Attributes is not { } attributes)
        {
            return;
        }

        ReadOnlySpan<string> names = attributes.NameSpan;
        ReadOnlySpan<AttributeValue> values = attributes.ValueSpan;
        for (int i = 0; i < names.Length && !mask.IsEmpty; i++)
        {
            KeepAttribute(group.Attribute(names[i]), values[i], mask);
        }
    }

    private void DropFailed(RowGroup group, RowMask mask)
    {
        if (!_query.ExcludeFailed || mask.IsEmpty)
        {
            return;
        }

        DecodedAttribute? success = group.Attribute(FieldNames.Success);
        DecodedAttribute? status = group.Attribute(FieldNames.StatusCode);
        if (success is not null || status is not null)
        {
            mask.KeepWhere(row => !Outcome.HasFailed(success?.At(row).ToString(), status?.At(row).ToString()));
        }
    }

    // Equality as AttributeValue.Equals has it; a wanted value of kind none asks for rows without the attribute.
    private static void KeepAttribute(DecodedAttribute? column, AttributeValue wanted, RowMask mask)
    {
        if (column is null)
        {
            if (wanted.Kind != AttributeKind.None)
            {
                mask.Clear();
            }

            return;
        }

        switch (column.Form)
        {
            case AttributeForm.Text or AttributeForm.Json when wanted.Kind is AttributeKind.None || (int)wanted.Kind == (int)column.Form:
                mask.KeepCodes(column.Text!.Codes, Array.ConvertAll(column.Text.Dictionary, value => string.Equals(value, wanted.Text, StringComparison.Ordinal)), wanted.Kind == AttributeKind.None);
                break;
            case AttributeForm.Number or AttributeForm.Boolean when (int)wanted.Kind == (int)column.Form:
                mask.KeepBits(column.Numbers!, BitConverter.DoubleToInt64Bits(wanted.RawNumber));
                break;
            case AttributeForm.Number or AttributeForm.Boolean when wanted.Kind is AttributeKind.None:
                mask.KeepWhere(row => !column.Numbers!.Has(row));
                break;
            case AttributeForm.Mixed:
                mask.KeepWhere(row => column.Mixed![row].Equals(wanted));
                break;
            default:
                mask.Clear();
                break;
        }
    }
}
