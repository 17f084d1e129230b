using Shannon.Analytics.ClaudeCode.Driving;
using Shannon.Analytics.ClaudeCode.Reading;
using Shannon.Analytics.Sessions;

namespace Shannon.Analytics.Tests.ClaudeCode.Driving;

/// <summary>A client that prints 100 MB on one line.</summary>
public sealed class HugeLineTests
{
    private const int Megabyte = 1024 * 1024;

    [Theory]
    [InlineData(256 * Megabyte, 0)]
    [InlineData(Megabyte, 1)]
    public async Task Prompt_OneHugeLine_IsAnsweredAndCounted(int maxLineBytes, int oversized)
    {
        await using StandIn standIn = await StandIn.OpenAsync(options => options with { MaxLineBytes = maxLineBytes });
        AgentSession session = await standIn.NewSessionAsync();
        Assert.True((await standIn.Manager.ExecutePromptAsync(session.Id, "SCRIPT:huge")).Succeeded);
        Assert.Equal(oversized, standIn.Manager.Statistics.OversizedLines);
        await standIn.SingleAsync("token_usage");
    }

    [Theory]
    [InlineData(256 * Megabyte)]
    [InlineData(Megabyte)]
    public async Task Read_OneHugeLine_TakesLittleMemory(int maxLineBytes)
    {
        // The stream is always ready, so that all of it is read by this thread, which counts for itself.
        using var reader = new StreamLineReader(new HugeLine(100L * Megabyte), maxLineBytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ValueTask<LineStatus> reading = reader.ReadAsync(CancellationToken.None);
        Assert.True(reading.IsCompleted);
        LineStatus status = await reading;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(maxLineBytes > 100 * Megabyte ? LineStatus.Whole : LineStatus.Oversized, status);
        Assert.InRange(allocated, 0, 20 * Megabyte);
    }

    /// <summary>A JSON string of some length, and the end of the line.</summary>
    private sealed class HugeLine(long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, length - _at);
            for (int i = 0; i < count; i++, _at++)
            {
                buffer[i] = _at == length - 1 ? (byte)'\n' : _at == 0 || _at == length - 2 ? (byte)'"' : (byte)'x';
            }

            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
