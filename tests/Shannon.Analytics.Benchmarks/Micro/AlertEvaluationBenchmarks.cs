using BenchmarkDotNet.Attributes;
using Shannon.Analytics.Aggregation;
using Shannon.Analytics.Alerting;
using Shannon.Analytics.Alerting.Evaluation;
using Shannon.Analytics.Metrics;

namespace Shannon.Analytics.Benchmarks.Micro;

/// <summary>
/// What alerts add to a record: none, and 1 to 10,000 of them, one for each user or all on the same metric, against a loop that asks every alert and keeps
/// a queue of times for each.
/// </summary>
[MemoryDiagnoser]
public class AlertEvaluationBenchmarks
{
    private const int Records = 1_000;

    private readonly MetricRecord[] _records = new MetricRecord[Records];
    private readonly List<NaiveAlert> _naive = [];
    private AlertEvaluator _evaluator = new(TimeProvider.System);

    /// <summary>How many alerts there are.</summary>
    [Params(0, 1, 100, 10_000)]
    public int Alerts { get; set; }

    /// <summary>Whether each alert is about a user of its own, or all are about every record.</summary>
    [Params(true, false)]
    public bool PerUser { get; set; }

    /// <summary>Makes alerts and records; one record in four is too slow.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _evaluator = new(TimeProvider.System);
        _naive.Clear();
        for (int i = 0; i < Alerts; i++)
        {
            string? user = PerUser ? UserOf(i) : null;
            var definition = new AlertDefinition { Name = "slow", Condition = "response_time > 2.0", Threshold = 3, Scope = new MetricFilter { UserId = user } };
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            _evaluator.Put(new AlertRule(new Alert(UserOf(i), definition, now, now), _evaluator.Clock.Now));
            _naive.Add(new NaiveAlert("response_time", user, 2.0, 3));
        }

        for (int i = 0; i < Records; i++)
        {
            _records[i] = new MetricRecord
            {
                Id = i,
                Timestamp = TimeProvider.System.GetUtcNow(),
                Category = MetricCategory.Performance,
                Name = "response_time",
                UserId = UserOf(i % Math.Max(1, Alerts)),
                Measurements = new MeasurementSet { ["value"] = i % 4 == 0 ? 3 : 1 },
            };
        }
    }

    /// <summary>Ours, record by record.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public long Evaluator()
    {
        foreach (MetricRecord record in _records)
        {
            _evaluator.Take(record);
        }

        return _evaluator.Evaluated;
    }

    /// <summary>Every alert asked for every record.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Records)]
    public long NaiveLoop()
    {
        long triggered = 0;
        foreach (MetricRecord record in _records)
        {
            foreach (NaiveAlert alert in _naive)
            {
                triggered += alert.Take(record, TimeProvider.System.GetUtcNow()) ? 1 : 0;
            }
        }

        return triggered;
    }

    private static string UserOf(int i) => FormattableString.Invariant($"user-{i}");

    private sealed class NaiveAlert(string name, string? user, double limit, int threshold)
    {
        private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
        private readonly Queue<DateTimeOffset> _times = new();

        public bool Take(MetricRecord record, DateTimeOffset now)
        {
            if (record.Name != name || (user is not null && record.UserId != user))
            {
                return false;
            }

            if (record.Value > limit)
            {
                _times.Enqueue(now);
            }

            // The second bound only keeps the queue from outgrowing the memory while the benchmark runs.
            while (_times.Count > 0 && (now - _times.Peek() >= Window || _times.Count > 1_000))
            {
                _times.Dequeue();
            }

            return _times.Count >= threshold;
        }
    }
}
