/** A small file of tests in each language, as people write them. */
export const samples = {
  'src/links.test.ts': `import { describe, expect, it } from 'vitest';
import { classify } from './links.ts';

describe('links', () => {
  it('classifies an absolute link', () => {
    expect(classify('/a')).toBe('root');
  });

  it('refuses an empty link', async () => {
    const given = { skip: 1, only: /["']/ };
    await expect(async () => classify('')).rejects.toThrow('empty');
    expect(given.skip).toBe(1);
  });
});
`,
  'test/links.js': `const assert = require('node:assert');
const { test } = require('node:test');
const { classify } = require('../links.js');

test('classifies an absolute link', () => {
  assert.equal(classify('/a'), 'root');
});

test('refuses an empty link', () => {
  assert.throws(() => classify(''));
});
`,
  'tests/test_links.py': `import pytest
from links import classify


def test_classifies_an_absolute_link():
    assert classify("/a") == "root"


class TestRefusals:
    def test_refuses_an_empty_link(self):
        with pytest.raises(ValueError):
            classify("")
`,
  'pkg/links_test.go': `package pkg

import "testing"

func TestClassifiesAnAbsoluteLink(t *testing.T) {
	if got := Classify("/a"); got != "root" {
		t.Errorf("got %q", got)
	}
}

func TestRefusesAnEmptyLink(t *testing.T) {
	tests := []struct {
		name string
		in   string
	}{
		{"empty", ""},
		{"blank", " "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Parse(tt.in); err == nil {
				t.Fatal("want an error")
			}
		})
	}
}
`,
  'src/links.rs': `pub fn classify<'a>(link: &'a str) -> &'a str {
    if link.starts_with('/') { "root" } else { "relative" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classifies_an_absolute_link() {
        assert_eq!(classify("/a"), "root");
    }

    #[test]
    fn refuses_an_empty_link() {
        assert!(parse("").is_err());
    }
}
`,
  'src/test/java/LinksTest.java': `import org.junit.jupiter.api.Test;
import static org.junit.jupiter.api.Assertions.*;

class LinksTest {
    @Test
    void classifiesAnAbsoluteLink() {
        assertEquals("root", Links.classify("/a"));
    }

    @Test
    void refusesAnEmptyLink() {
        assertThrows(IllegalArgumentException.class, () -> Links.classify(""));
    }
}
`,
  'spec/links_spec.rb': `RSpec.describe Links do
  it 'classifies an absolute link' do
    expect(Links.classify('/a')).to eq('root')
  end

  it 'refuses an empty link' do
    expect { Links.classify('') }.to raise_error(ArgumentError)
  end
end
`,
  'Links.Tests/LinksTests.cs': `using Xunit;

public class LinksTests
{
    [Fact]
    public void ClassifiesAnAbsoluteLink()
    {
        Assert.Equal("root", Links.Classify("/a"));
    }

    [Fact]
    public async Task RefusesAnEmptyLink()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Links.Classify(""));
    }
}
`,
  'tests/LinksTest.php': `<?php
use PHPUnit\\Framework\\TestCase;

final class LinksTest extends TestCase
{
    public function testClassifiesAnAbsoluteLink(): void
    {
        $this->assertSame('root', classify('/a'));
    }

    public function testRefusesAnEmptyLink(): void
    {
        $this->expectException(InvalidArgumentException::class);
        classify('');
    }
}
`,
  'Tests/LinksTests.swift': `import XCTest

final class LinksTests: XCTestCase {
    func testClassifiesAnAbsoluteLink() {
        XCTAssertEqual(classify("/a"), "root")
    }

    func testRefusesAnEmptyLink() throws {
        XCTAssertThrowsError(try classify(""))
    }
}
`,
  'test/links_test.exs': `defmodule LinksTest do
  use ExUnit.Case

  test "classifies an absolute link" do
    assert Links.classify("/a") == "root"
  end

  test "refuses an empty link" do
    assert_raise ArgumentError, fn -> Links.classify("") end
  end
end
`,
  'tests/links_test.cpp': `#include <gtest/gtest.h>

TEST(Links, ClassifiesAnAbsoluteLink) {
  EXPECT_EQ(classify("/a"), "root");
}

TEST(Links, RefusesAnEmptyLink) {
  EXPECT_THROW(classify(""), std::invalid_argument);
}
`,
  'src/test/scala/LinksSpec.scala': `class LinksSpec extends AnyFlatSpec with Matchers {
  "links" should "classify an absolute link" in {
    classify("/a") shouldBe "root"
  }

  it should "refuses an empty link" in {
    an[IllegalArgumentException] should be thrownBy classify("")
  }
}
`,
  'src/test/kotlin/LinksSpec.kt': `class LinksSpec : FunSpec({
  test("classifies an absolute link") {
    classify("/a") shouldBe "root"
  }

  test("refuses an empty link") {
    shouldThrow<IllegalArgumentException> { classify("") }
  }
})
`,
  'test/links_test.dart': `import 'package:test/test.dart';

void main() {
  test('classifies an absolute link', () {
    expect(classify('/a'), equals('root'));
  });

  test('refuses an empty link', () {
    expect(() => classify(''), throwsArgumentError);
  });
}
`,
  'test/links.bats': `#!/usr/bin/env bats

@test "classifies an absolute link" {
  run classify /a
  [ "$output" = "root" ]
}

@test "refuses an empty link" {
  run classify ''
  assert_failure
}
`,
} as const;

export type Sample = keyof typeof samples;
