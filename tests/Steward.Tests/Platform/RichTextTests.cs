// Plain text with a few marks is read as what people mean by it, and nothing in it is ever markup.
using Steward.Platform.Web.Components;
using Xunit;

namespace Steward.Platform;

public sealed class RichTextTests
{
    [Fact]
    public void Headings_lists_steps_and_commands_are_told_apart()
    {
        var blocks = RichText.Read("# 更换前\n- 备份\n- 记录\n\n1. 先取消\n   再等一分钟\n2、打开前盖\n```\nnet stop spooler\n```\n3. 合上\n\n第一行\n第二行");
        Assert.Equal([BlockKind.Heading, BlockKind.Bullets, BlockKind.Steps, BlockKind.Code, BlockKind.Steps, BlockKind.Paragraph], blocks.Select(b => b.Kind));
        Assert.Equal(["先取消\n再等一分钟", "打开前盖"], blocks[2].Lines.Select(l => l[0].Text));
        // A command between steps does not begin them anew.
        Assert.Equal(3, blocks[4].From);
        Assert.Equal("net stop spooler", blocks[3].Lines[0][0].Text);
        Assert.Equal(2, blocks[5].Lines.Count);
        // A number with a point in it is no step.
        Assert.Equal(BlockKind.Paragraph, RichText.Read("1.5 倍行距")[0].Kind);
        Assert.Empty(RichText.Read(""));
        Assert.Equal(BlockKind.Code, Assert.Single(RichText.Read("```\n没有结尾")).Kind);
    }

    [Fact]
    public void Bold_commands_and_links_are_found_within_a_line_and_all_else_is_words()
    {
        Assert.Equal([new(RunKind.Plain, "按 "), new(RunKind.Code, "Win+P"), new(RunKind.Plain, " 选"), new(RunKind.Bold, "复制"), new(RunKind.Plain, "，见"), new(RunKind.Link, "https://example.com/a?b=1"), new(RunKind.Plain, "。")],
            RichText.Read("按 `Win+P` 选**复制**，见https://example.com/a?b=1。")[0].Lines[0]);
        Assert.Equal([new(RunKind.Plain, "<script>alert(1)</script> javascript:alert(1)")], RichText.Read("<script>alert(1)</script> javascript:alert(1)")[0].Lines[0]);
    }
}
