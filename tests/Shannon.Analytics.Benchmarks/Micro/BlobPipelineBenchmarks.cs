using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>What the pipeline costs per BLOB, encoded and decoded: checksum alone, with encryption, with compression, with both. Noise does not compress; text does.</summary>
[MemoryDiagnoser]
public class BlobPipelineBenchmarks : IDisposable
{
    private static readonly BlobIdentity Identity = new(BlobKind.Journal, 1);
    private readonly ByteWriter _output = new();
    private byte[] _content = [];
    private BlobEncoder? _encoder;
    private BlobDecoder? _decoder;

    /// <summary>Bytes of a BLOB.</summary>
    [Params(4 << 10, 1 << 20)]
    public int Size { get; set; }

    /// <summary>Whether it is compressed.</summary>
    [Params(false, true)]
    public bool Compress { get; set; }

    /// <summary>Whether it is encrypted.</summary>
    [Params(false, true)]
    public bool Encrypt { get; set; }

    /// <summary>Half noise, half text.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        _content = new byte[Size];
        new Random(1).NextBytes(_content.AsSpan(0, Size / 2));
        for (int i = Size / 2; i < Size; i++)
        {
            _content[i] = (byte)"the quick brown fox jumps over the lazy dog "[i % 44];
        }

        var keys = new MemoryKeyProvider();
        EncryptionKey key = await keys.CreateKeyAsync();
        _encoder = new BlobEncoder(Compress, Encrypt ? new BlobEncryptor(key) : null);
        _decoder = new BlobDecoder(new KeyRing(keys));
    }

    /// <inheritdoc />
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _encoder?.Dispose();
        _decoder?.Dispose();
        _output.Dispose();
    }

    /// <summary>Encodes and decodes one BLOB.</summary>
    [Benchmark]
    public int RoundTrip()
    {
        _output.Reset();
        _encoder!.Encode(Identity, _content, _output);
        using BlobContent content = _decoder!.Decode(Identity, _output.WrittenSpan);
        return content.Span.Length;
    }
}
