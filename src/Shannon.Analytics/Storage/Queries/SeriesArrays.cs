using Shannon.Analytics.Internals.Memory;

namespace Shannon.Analytics.Storage.Queries;

/// <summary>Where the points of a series stand while it is put together and looked at: arrays of its own, or lent ones, which the next series gets.</summary>
internal sealed class SeriesArrays
{
    private int _returned;

    /// <summary>Makes room, undefined, for <paramref name="length"/> points.</summary>
    internal SeriesArrays(int length, bool withSessions, bool areLent)
    {
        AreLent = areLent;
        Times = Array<long>(length);
        Values = Array<double>(length);
        Sessions = withSessions ? Array<int>(length) : [];
    }

    internal bool AreLent { get; }

    internal long[] Times { get; }

    internal double[] Values { get; }

    internal int[] Sessions { get; }

    /// <summary>Gives lent arrays back, once.</summary>
    internal void Return()
    {
        if (!AreLent || Interlocked.Exchange(ref _returned, 1) != 0)
        {
            return;
        }

        Loans.Return(Times);
        Loans.Return(Values);
        Loans.Return(Sessions);
    }

    private T[] Array<T>(int length) => AreLent ? Loans.Rent<T>(length) : GC.AllocateUninitializedArray<T>(length);
}
