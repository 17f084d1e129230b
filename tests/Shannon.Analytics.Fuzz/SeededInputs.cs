namespace Shannon.Analytics.Fuzz;

/// <summary>
/// An endless series of inputs, the same for the same seed: first the seeds themselves, then copies with one to eight random changes. Not thread-safe.
/// </summary>
internal sealed class SeededInputs(string target, int seed)
{
    private const int MaxBytes = 1 << 20;
    private readonly IReadOnlyList<byte[]> _seeds = FuzzTargets.Seeds(target);
    private readonly IReadOnlyList<byte[]> _words = FuzzTargets.Words(target);
    private readonly Random _random = new(seed);
    private int _next;

    internal byte[] Next()
    {
        if (_next < _seeds.Count)
        {
            return _seeds[_next++];
        }

        var bytes = new List<byte>(Any(_seeds));
        for (int changes = _random.Next(1, 9); changes > 0; changes--)
        {
            Change(bytes);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        int at = _random.Next(bytes.Count + 1);
        int length = Math.Min(bytes.Count - at, 1 << _random.Next(12));
        switch (_random.Next(8))
        {
            case 0 when length > 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when length > 0:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2 when length > 0:
                bytes[at] = (byte)(bytes[at] + _random.Next(-3, 4));
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4 when bytes.Count + length <= MaxBytes:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 5 when _words.Count > 0:
                bytes.InsertRange(at, Any(_words));
                break;
            case 6 when _words.Count > 0:
                byte[] word = Any(_words);
                bytes.RemoveRange(at, Math.Min(word.Length, bytes.Count - at));
                bytes.InsertRange(at, word);
                break;
            case 7:
                byte[] other = Any(_seeds);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other.AsSpan(_random.Next(other.Length + 1)));
                break;
        }
    }

    private byte[] Any(IReadOnlyList<byte[]> list) => list[_random.Next(list.Count)];
}
