using Shannon.Analytics.Internals.Memory;

namespace Shannon.Analytics.Internals.Codecs;

/// <summary>A pooled array of exactly the asked length, given back on dispose, also when decoding throws. Contents start undefined.</summary>
internal readonly ref struct Scratch<T>
    where T : unmanaged
{
    private readonly T[] _array;

    public Scratch(int length)
    {
        _array = Loans.Rent<T>(length);
        Span = _array.AsSpan(0, length);
    }

    public Span<T> Span { get; }

    public void Dispose() => Loans.Return(_array);
}
