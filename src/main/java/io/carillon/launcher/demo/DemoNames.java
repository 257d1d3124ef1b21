package io.carillon.launcher.demo;

/** Words that the demo's people are made of. */
final class DemoNames {
    static final String[] SURNAMES = {
        "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "马", "朱", "胡", "林", "郭", "何", "高", "罗", "欧阳", "上官"
    };
    static final String[] SURNAMES_LATIN = {
        "wang",
        "li",
        "zhang",
        "liu",
        "chen",
        "yang",
        "huang",
        "zhao",
        "zhou",
        "wu",
        "xu",
        "sun",
        "ma",
        "zhu",
        "hu",
        "lin",
        "guo",
        "he",
        "gao",
        "luo",
        "ouyang",
        "shangguan"
    };
    static final String[] GIVEN = {
        "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "明", "超", "秀英", "志强", "晓明", "雨桐", "子涵",
        "欣怡", "浩然", "思远", "梓萱", "俊杰", "佳琪", "宇轩", "若曦", "文博"
    };
    static final String[] FIRST = {
        "Alice", "Ben", "Chloe", "Daniel", "Emma", "Frank", "Grace", "Henry", "Isabel", "Jack", "Karen", "Liam", "Mia",
        "Noah", "Olivia", "Peter", "Quinn", "Rose", "Sam", "Tina", "Victor", "Wendy", "Zoë"
    };
    static final String[] LAST = {
        "Smith", "Jones", "Taylor", "Brown", "Wilson", "Evans", "Thomas", "Johnson", "Roberts", "Walker", "Wright",
        "Thompson", "O'Neill", "Hughes", "Edwards", "Green", "Lewis", "Wood", "Harris", "Martin", "García", "Müller"
    };
    /** Cities by how many of a hundred people live there; the demo's campaign goes to the first three. */
    static final String[] CITIES = {"上海", "杭州", "苏州", "北京", "广州", "深圳", "成都", "南京"};

    static final int[] CITY_SHARES = {36, 25, 17, 7, 5, 4, 3, 3};

    /** Mobile prefixes of the mainland's three carriers. */
    static final String[] MOBILE_PREFIXES = {
        "130", "131", "132", "133", "135", "136", "137", "138", "139", "150", "151", "152", "153", "155", "156", "157",
        "158", "159", "180", "182", "183", "185", "186", "187", "188", "189"
    };
    /** Area codes under which 555-0100 to 555-0199 are kept free for stories. */
    static final String[] STORY_AREA_CODES = {
        "201", "202", "203", "206", "207", "208", "212", "213", "214", "215", "216", "217", "303", "304", "305", "307",
        "308", "309", "312", "313", "314", "315", "316", "317", "404", "405", "406", "407", "408", "410", "412", "415",
        "503", "504", "505", "508", "512", "513", "515", "516"
    };

    private DemoNames() {}
}
